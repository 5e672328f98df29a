"""An RQ worker with the variables of a pod of montage-ai's worker."""

import os

from redis import Redis
from rq import Worker

connection = Redis(
    host=os.environ["REDIS_HOST"],
    # The app reads REDIS_SERVICE_PORT first: Kubernetes sets REDIS_PORT to tcp://...
    port=int(os.environ.get("REDIS_SERVICE_PORT") or os.environ["REDIS_PORT"]),
)
queues = os.environ["WORKER_QUEUES"].split(",")

if __name__ == "__main__":
    worker = Worker(queues, connection=connection)
    # In a container this is the pod's name by itself.
    worker.hostname = os.environ["HOSTNAME"]
    worker.work(with_scheduler=True)
