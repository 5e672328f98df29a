import { pythonTests } from "../../support/python-tests";

pythonTests("__tests__/scripts/ci/test_scale_test_posts.py");
