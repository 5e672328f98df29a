import { pythonTests } from "../support/python-tests";

pythonTests("__tests__/modules/registry/test_retain_images.py");
