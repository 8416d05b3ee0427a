"""The plain walk (`--plain`): the panes in words, for screen readers and plain terminals.

A conversation: each line typed has an answer, which begins with its result and is only ever appended. `commands.py`
declares what can be typed, `views.py` and `lists.py` have what is read out, `speech.py` how.
"""
