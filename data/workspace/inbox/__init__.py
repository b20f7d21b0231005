"""The inbox: what a team is told when something has come about, once, and who has read it.

`store` is the door (`Workspace.inbox`); `records` what is kept, `changes` when something is news, `marks` who read it.
Notices say that something is so, never what a result is: that is for the readout, and for whoever may see it.
"""
