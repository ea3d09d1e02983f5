"""What can be checked exactly: numbers, names and quotes; each mention with its span and a normal form.

First version: values and words are compared, not what they are bound to.
"""
