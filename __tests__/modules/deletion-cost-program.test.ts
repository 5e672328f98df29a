import { pythonTests } from "../support/python-tests";

pythonTests("__tests__/modules/deletion-cost/test_keep_deletion_cost.py");
