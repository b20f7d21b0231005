"""What we know: declarations of people, events of machines, and the words of a team.

Rooms, lowest first: `messages` (sentences as data, and the one error family), `home` (where everything lies on disk),
`declarations` (what people declare), `events` (event files, the lake and the daily history), `workspace` (what people
wrote), `intake` (the one conductor of imports) and `samples` (believable data whose truth is known).
No statistics and no Streamlit here.
"""
