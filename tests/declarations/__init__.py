"""What people declare: what is refused, and with which sentence."""
