"""Work that travels: sealed files, packs of frames, the second place of a workspace, and the recovery key.

What is in here moves bytes and checks them; what they mean is the services' business.
"""
