"""The store in a browser: pages of ours on top of Datasette, which `dateline.web.server` alone imports."""
