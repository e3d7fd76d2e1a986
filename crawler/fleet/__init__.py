"""Many machines that crawl into one store: `scheduler` says which hosts are due, workers take one host at a time.

planning.py    what is due, as a piece of work for each host
queue.py       procrastinate, and what of it we rely on
membership.py  what scheduler and workers have in common
scheduler.py   one anywhere: fills the queue, takes back what dead workers had, writes down what was done
worker.py      as many as wanted: takes hosts from the queue; drains, reconnects
reactor.py     Twisted's reactor on a worker's loop
jobs.py        one host: the spider's own requests and callbacks, one after another
spider.py      the coverage spider, kept open for jobs
wire.py        what stands between it and the wire
leases.py      before a request goes to a host, its turn is taken from the store: one at a time across the fleet
desk.py        what workers do beside, in a thread: the archive read again in slices, reports compared again
giving.py      such work put into the queue from outside
"""
