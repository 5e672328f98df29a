import { migGeometryOf } from "../../environments/facts/mig";
import { placeSlices } from "../../environments/nodes/mig-layout";
import { nodeSlices } from "../../environments/nodes/gpu-nodes";
import { poolGpus } from "../../environments/nodes/pool-contract";
import type { NodePool } from "../../environments/schema";

/**
 * User data that partitions the GPUs of a MIG pool before the node joins;
 * undefined for other pools.
 *
 * EKS' Amazon Linux 2023 starts kubelet in `nodeadm-run.service`, after
 * cloud-init's final stage: a node never registers with whole GPUs, so nothing
 * can land on them. Slices do not survive a reboot, hence a unit that
 * `nodeadm-run` requires instead of a bare script.
 *
 * Units and their order: https://github.com/awslabs/amazon-eks-ami/tree/81fec2e8/templates/al2023/runtime
 * (gpu/*.service, rootfs/etc/systemd/system/nodeadm-run.service)
 */
export function migUserData(pool: NodePool): string | undefined {
  const gpus = poolGpus(pool);
  if (gpus?.sharing.sharing !== "mig") return undefined;
  // Validation has made sure that the slices fit.
  const placed = placeSlices(gpus.model, nodeSlices(gpus, gpus.sharing)) ?? [];
  const script = userDataScript({
    // Profile and first memory slice: left to itself the driver may leave gaps that a later slice does not fit
    // into. Where no such card's places were read the largest goes first, and the count below is the judge.
    slices: placed
      .map(({ profile, start }) =>
        migGeometryOf(gpus.model)?.placesRead === true ? `${profile}:${start}` : profile,
      )
      .join(","),
    expected: placed.length * gpus.count,
  });
  return Buffer.from(mime(script)).toString("base64");
}

/** Managed node groups accept user data only as MIME multipart, which they merge with their own. */
function mime(script: string): string {
  return `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: text/x-shellscript; charset="us-ascii"

${script}
--//--
`;
}

/**
 * Failure mode: a node whose slices are not exactly those that the autoscaler
 * was promised does not join; the autoscaler removes it as unregistered and
 * backs off, instead of paying for a node on which pods stay Pending.
 */
function userDataScript(mig: { readonly slices: string; readonly expected: number }): string {
  return `#!/bin/bash
set -euo pipefail

cat >/usr/local/sbin/partition-gpus <<'SCRIPT'
#!/bin/bash
set -euo pipefail
rebooted=/var/lib/partition-gpus.rebooted

# MIG mode changes only on an idle GPU, and persistenced keeps it open.
systemctl stop nvidia-persistenced.service
nvidia-smi -mig 1 || true # what counts is the mode, checked next
if test "$(nvidia-smi --query-gpu=mig.mode.current --format=csv,noheader | grep -cv Enabled)" -ne 0; then
  # Where the GPU can't be reset from inside the instance, the mode takes effect at the next boot.
  test ! -e "$rebooted"
  touch "$rebooted"
  systemctl reboot
  exit 1
fi
nvidia-smi mig -cgi ${mig.slices} -C
systemctl start nvidia-persistenced.service
# It requires persistenced, so it was stopped with it, and nothing starts it again.
systemctl start set-nvidia-clocks.service || echo "GPU clocks are not set" >&2
test "$(nvidia-smi -L | grep -c MIG-)" -eq ${mig.expected}
SCRIPT
chmod 0755 /usr/local/sbin/partition-gpus

cat >/etc/systemd/system/partition-gpus.service <<'UNIT'
[Unit]
Description=Partition the GPUs before the node joins
Requires=nvidia-kmod-load.service
Wants=nvidia-fabricmanager.service
After=nvidia-kmod-load.service nvidia-fabricmanager.service nvidia-persistenced.service set-nvidia-clocks.service
Before=nodeadm-run.service

[Service]
Type=oneshot
RemainAfterExit=true
ExecStart=/usr/local/sbin/partition-gpus
UNIT

# Later boots: nodeadm-run pulls the unit in and does not start without it.
mkdir -p /etc/systemd/system/nodeadm-run.service.d
cat >/etc/systemd/system/nodeadm-run.service.d/partition-gpus.conf <<'DROPIN'
[Unit]
Requires=partition-gpus.service
After=partition-gpus.service
DROPIN
systemctl daemon-reload

# This boot: nodeadm-run is queued already, without the requirement.
systemctl start partition-gpus.service || systemctl stop nodeadm-run.service
`;
}
