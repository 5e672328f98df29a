import { pythonTests } from "../support/python-tests";

pythonTests("__tests__/queues/test_celery_library.py");
