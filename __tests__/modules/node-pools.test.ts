import type { NodePool } from "../../environments/schema";
import { migUserData } from "../../modules/node-pools/mig-user-data";
import { a100Pool, balanced, pool, single } from "../support/pools";

describe("MIG user data", () => {
  const decoded = (each: NodePool) =>
    Buffer.from(migUserData(each) ?? "", "base64").toString("utf8");

  test("cuts every GPU into all its slices and counts what the autoscaler was promised", () => {
    const script = decoded(a100Pool());
    expect(script).toContain("nvidia-smi mig -cgi 2g.10gb:0,2g.10gb:2,2g.10gb:4 -C\n");
    expect(script).toContain("-eq 24\n");
    expect(decoded(a100Pool(single))).toContain("-eq 56\n");
  });

  // The large one first at 0 and the middle one at 4 would leave one place for two small ones.
  test("says where each slice of a mixed layout begins", () => {
    const script = decoded(a100Pool(balanced));
    expect(script).toContain("nvidia-smi mig -cgi 3g.20gb:4,2g.10gb:0,1g.5gb:2,1g.5gb:3 -C\n");
    expect(script).toContain("-eq 32\n");
  });

  test("cuts a Blackwell card into four, at its own card's places", () => {
    const script = decoded(pool("gpu-mig"));
    expect(script).toContain("nvidia-smi mig -cgi 1g.24gb:0,1g.24gb:3,1g.24gb:6,1g.24gb:9 -C\n");
    expect(script).toContain("-eq 4\n");
  });

  test("names no place on a card whose places nobody has read; the count still decides", () => {
    const gpu = { sharing: "mig", strategy: "mixed", layout: { kind: "balanced" } } as const;
    const script = decoded(pool("gpu-mig", { instanceTypes: ["p6-b200.48xlarge"], gpu }));
    expect(script).toContain("nvidia-smi mig -cgi 3g.90gb,2g.45gb,1g.23gb,1g.23gb -C\n");
    expect(script).toContain("-eq 32\n");
  });

  test("partitions before kubelet starts, and keeps a node that failed from joining", () => {
    const script = decoded(a100Pool());
    expect(script).toContain("Before=nodeadm-run.service");
    expect(script).toContain("Requires=partition-gpus.service");
    expect(script).toContain("|| systemctl stop nodeadm-run.service");
  });

  // Seen with systemd 252 and the image's units: stopping persistenced stops what requires it, for good.
  test("sets the clocks again that went with persistenced, and lets a node join without them", () => {
    const script = decoded(pool("gpu-mig"));
    const [before, after] = script.split("systemctl start nvidia-persistenced.service\n");
    expect(before).toContain("systemctl stop nvidia-persistenced.service\n");
    expect(after).toMatch(/systemctl start set-nvidia-clocks\.service \|\| echo /);
    expect(script).toMatch(/^After=.* set-nvidia-clocks\.service$/m);
  });

  test("is MIME multipart, the only form that managed node groups merge", () => {
    expect(decoded(a100Pool())).toMatch(/^MIME-Version: 1\.0\nContent-Type: multipart\/mixed/);
  });

  test.each(["web", "cpu-worker", "gpu"])("%s has none", (name) => {
    expect(migUserData(pool(name))).toBeUndefined();
  });
});
