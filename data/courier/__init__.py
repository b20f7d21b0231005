"""The courier: the only room that speaks to another machine, and only when an admin gave it an address.

`addresses` says where a message may go, `signatures` how the receiver knows that it is ours (Standard Webhooks), `post`
brings one message there within a time limit, and `answers` says what came back. It knows nothing of what it carries.
"""
