import { amountOf, amountsOf } from "../../environments/quantity";

describe("quantity", () => {
  test.each([
    ["250m", 250],
    ["2", 2000],
    ["0.5", 500],
    [".5", 500],
    ["1.1", 1100],
    ["0.0001", 1],
    ["100u", 1],
    ["1e1", 10_000],
    ["1k", 1_000_000],
  ])("cpu %s is %d millicores", (text, expected) => {
    expect(amountOf("cpu", text)).toBe(expected);
  });

  test.each([
    ["128974848", 128_974_848],
    ["129e6", 129_000_000],
    ["129E6", 129_000_000],
    ["1E", 1e18],
    ["128974848000m", 128_974_848],
    ["2Gi", 2 * 2 ** 30],
    ["1.5Ki", 1536],
    ["0.1Ki", 103],
    ["2G", 2e9],
    ["3T", 3e12],
    ["4P", 4e15],
    ["1Ti", 2 ** 40],
    ["1Pi", 2 ** 50],
    ["1Ei", 2 ** 60],
    ["7M", 7e6],
    ["7Mi", 7 * 2 ** 20],
    ["+1k", 1000],
  ])("memory %s is %d bytes", (text, expected) => {
    expect(amountOf("memory", text)).toBe(expected);
  });

  test.each(["", "many", "1Xi", "-1", "1 Gi", "1K", "1gi", "."])('"%s" is none', (text) => {
    expect(amountOf("memory", text)).toBeNaN();
  });

  test("a quota's CPU is counted in millicores too, and GPUs in pieces", () => {
    expect(amountsOf({ "requests.cpu": "8", "limits.cpu": "500m", "nvidia.com/gpu": "2" })).toEqual(
      { "requests.cpu": 8000, "limits.cpu": 500, "nvidia.com/gpu": 2 },
    );
  });
});
