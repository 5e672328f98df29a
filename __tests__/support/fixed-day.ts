/** 2026-08-25: no fact is older than is said of, and no pin's support had ended. */
process.env["SOURCE_DATE_EPOCH"] = String(Date.UTC(2026, 7, 25) / 1000);
