"""What people wrote: declared experiments, metrics and policies, with versions, history and an audit row per write.

The only room that talks to SQLAlchemy. `actors` says who asks, `rights` what each role may do, `tables` what is
stored, `store` is the door, `migrations/` how older stores become this one.
"""
