"""The exchange file (`.hzx`): what laptops and a server without a network carry to each other on a stick (sync.md).

`file` writes and opens one, `envelope` is its outside, `zipped` its inside, `header` says what it means, `cards` who
somebody is, `plan` cuts a large one into parts. Nothing here knows a database; laptop and server use the same code.
"""
