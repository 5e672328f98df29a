import { pythonTests } from "../../support/python-tests";

pythonTests("__tests__/modules/pod/test_wait_for_redis.py");
