import type { ClaimFacts, Facts } from "../../../cli/migrate-claims/facts";
import { renderStatus, statusReport } from "../../../cli/migrate-claims/report";
import { nextStep, stepsOf, verdictOf } from "../../../cli/migrate-claims/steps";
import {
  claimFacts,
  copyResult,
  liveClaim,
  migrationFacts,
  successorOf,
} from "../../support/claim-facts";

const next = (facts: Facts) => nextStep(stepsOf(facts))?.name;
const both = (changes: (name: string) => Partial<ClaimFacts>) =>
  ["input", "output"].map((name) => claimFacts(name, changes(name)));

const EARLY = "2026-11-25T07:00:00.000Z";
const NOON = "2026-11-25T12:00:00.000Z";
const LATE = "2026-11-25T18:00:00.000Z";
const replicas = { "montage-ai-worker": 3 };

const copying = (name: string) => ({ move: "copying" as const, successor: successorOf(name) });
const stoppedDeployments = [
  { name: "montage-ai-worker", replicas: 0, claims: ["input", "output"] },
];
/** Both claims are copied once, nobody runs. */
const stopped = migrationFacts({
  claims: both((name) => ({
    ...copying(name),
    users: [],
    copies: { first: copyResult("first", EARLY) },
  })),
  deployments: stoppedDeployments,
  journal: { copies: {}, stopped: { at: NOON, replicas } },
  jobs: ["copy-input-first"],
});

describe("a claim", () => {
  test("fits when class and mode are those of the data", () => {
    const old = liveClaim("input", { accessModes: ["ReadWriteMany"], className: "montage-nfs" });
    expect(verdictOf(claimFacts("input", { old }), "montage-nfs")).toBe("fits");
  });

  test.each([
    ["another class", { className: "local-path", accessModes: ["ReadWriteMany"] }],
    ["another mode", { className: "montage-nfs", accessModes: ["ReadWriteOnce"] }],
  ])("with %s has to move", (_, changes) => {
    const old = liveClaim("input", changes);
    expect(verdictOf(claimFacts("input", { old }), "montage-nfs")).toBe("moving");
  });

  test("that is not there has nothing to move", () => {
    expect(verdictOf(claimFacts("input", { old: undefined }), "montage-nfs")).toBe("absent");
  });

  test("has moved when the data says so, also when the old one is deleted", () => {
    const facts = claimFacts("input", { move: "moved", old: undefined });
    expect(verdictOf(facts, "montage-nfs")).toBe("moved");
  });
});

describe("the next step", () => {
  test("is to declare successors, first", () => {
    expect(next(migrationFacts())).toBe("declare");
  });

  test("is still to declare them when the data says it and its apply did not come to them", () => {
    expect(next(migrationFacts({ claims: both(() => ({ move: "copying" })) }))).toBe("declare");
  });

  test("is the first copy when the successors are there", () => {
    expect(next(migrationFacts({ claims: both(copying) }))).toBe("first-copy");
  });

  test("is the first copy as long as one claim lacks it", () => {
    const [input = claimFacts("input"), output = claimFacts("output")] = both(copying);
    const copies = { first: copyResult("first", EARLY) };
    expect(next(migrationFacts({ claims: [{ ...input, copies }, output] }))).toBe("first-copy");
  });

  test("is to stop the workload when the first copies are done", () => {
    const claims = both((name) => ({
      ...copying(name),
      copies: { first: copyResult("first", EARLY) },
    }));
    expect(next(migrationFacts({ claims }))).toBe("stop");
  });

  test.each([
    [
      "pods are still ending",
      {
        claims: both((name) => ({
          ...copying(name),
          copies: { first: copyResult("first", EARLY) },
        })),
      },
    ],
    [
      "a Deployment has replicas again",
      { deployments: [{ name: "w", replicas: 1, claims: ["input"] }] },
    ],
    ["it was not seen to the end", { journal: { copies: {}, stopped: { replicas } } }],
  ])("is to stop it again while %s", (_, changes) => {
    expect(next({ ...stopped, ...changes })).toBe("stop");
  });

  test("is the final copy when nobody writes", () => {
    expect(next(stopped)).toBe("final-copy");
  });

  test("is the final copy again when the workload ran since the last one", () => {
    const claims = stopped.claims.map((claim) => ({
      ...claim,
      copies: { ...claim.copies, final: copyResult("final", EARLY) },
    }));
    expect(next({ ...stopped, claims })).toBe("final-copy");
  });

  const copied = {
    ...stopped,
    claims: stopped.claims.map((claim) => ({
      ...claim,
      copies: { ...claim.copies, final: copyResult("final", LATE) },
    })),
  };
  test("is the cut-over when both trees are the same", () => {
    expect(next(copied)).toBe("cut-over");
  });

  const moved = copied.claims.map((claim) => ({ ...claim, move: "moved" as const }));
  test("is still the cut-over while a Deployment mounts an old claim", () => {
    expect(next({ ...copied, claims: moved })).toBe("cut-over");
  });

  const deployments = [
    { name: "montage-ai-worker", replicas: 0, claims: ["input-rwx", "output-rwx"] },
  ];
  test("is to start the workload on the new claims", () => {
    expect(next({ ...copied, claims: moved, deployments })).toBe("start");
  });

  test("is to take Jobs and journal away, last", () => {
    const journal = { copies: {} };
    expect(next({ ...copied, claims: moved, deployments, journal })).toBe("clean");
  });

  test("is none at the end, and none where nothing has to move", () => {
    const end = { ...copied, claims: moved, deployments, journal: undefined, jobs: [] };
    expect(next(end)).toBeUndefined();
    const claims = both((name) => ({ old: successorOf(name) }));
    expect(next(migrationFacts({ claims }))).toBeUndefined();
  });
});

describe("the status", () => {
  test("shows what the next step would do", () => {
    const text = renderStatus(stopped, "short");
    expect(text).toContain("done  The workload stops");
    expect(text).toMatch(/NEXT {2}Final copy, without writers\n {6}what changed since/);
    expect(text).not.toContain("claimMoves says moved");
    expect(renderStatus(stopped, "every step")).toContain("claimMoves says moved");
  });

  test("says that nothing has to move", () => {
    const claims = both((name) => ({ old: successorOf(name), users: [] }));
    expect(renderStatus(migrationFacts({ claims }), "short")).toContain("nothing to move");
  });

  test("tells where the old claims are and how to delete them", () => {
    const claims = both((name) => ({ ...copying(name), move: "moved" as const }));
    const text = renderStatus(migrationFacts({ claims }), "short");
    expect(text).toContain("input (volume pv-of-input); its data is in input-rwx");
    expect(text).toContain("kubectl -n montage-ai delete pvc input output");
  });

  test("has the same for machines", () => {
    expect(statusReport(stopped)).toMatchObject({
      environment: "staging",
      next: "final-copy",
      claims: [{ name: "input", verdict: "moving" }, { name: "output" }],
      kept: [],
    });
  });
});
