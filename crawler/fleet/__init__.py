"""Many machines that crawl into one store: `scheduler` says which hosts are due, workers take one host at a time.

planning.py    what is due, as a piece of work for each host
queue.py       procrastinate, and what of it we rely on
scheduler.py   one anywhere: fills the queue, takes back what dead workers had, writes down what was done
worker.py      as many as wanted: takes hosts from the queue; drains, reconnects
jobs.py        one host: the spider's own requests and callbacks, one after another
leases.py      before a request goes to a host, its turn is taken from the store: one at a time across the fleet
"""
