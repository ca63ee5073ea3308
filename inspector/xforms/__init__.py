"""xforms"""
