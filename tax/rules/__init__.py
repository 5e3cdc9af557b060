"""The tax rules of import into China, pure: no Django, no database, no clock.

`reading` turns a document into a `Request`, `engine` turns a `Request` into an `Answer`,
`explain` turns an `Answer` into its working. Amounts inside are whole fen, rates whole numbers
over a power of ten; the only divisions are the final roundings.
"""
