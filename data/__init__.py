"""What we know: declarations of people, events of machines, and the words of a team.

Rooms, lowest first: `messages` (sentences as data, and the one error family), `home` (where everything lies on disk),
`declarations` (what people declare), `events` (event files, the lake and the daily history) and `workspace` (what
people wrote). `courier` alone speaks to another machine, if an admin gave it an address. An import runs through them:
`requests` and `columns` say what is asked, `arrivals` opens the file, `publication` makes it a batch, `outcomes`,
`drafts` and `enrolment` declare what it brings along, `intake` conducts. `samples` brings believable data whose truth
is known, `backup` copies everything, `soundness` says whether it all works now, `lean` keeps out of a command what only
pages need. No statistics and no Streamlit here.
"""
