import { pythonTests } from "../support/python-tests";

pythonTests("__tests__/modules/queue-metrics/test_queue_metrics.py");
