"""The store in one SQLite file: schema, migrations, writing, searching. Only `storage.open_store` is called from
outside.
"""
