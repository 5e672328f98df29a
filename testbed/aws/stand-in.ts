import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { AutoScaling } from "./auto-scaling";
import { Efs } from "./efs";
import { Eks } from "./eks/routes";
import { type HttpAnswer, AwsError, type AwsRequest, errorAnswer, readRequest } from "./exchange";
import { Faults } from "./faults";
import type { MotoClient } from "./moto-client";
import { MotoGaps } from "./moto-gaps";
import { AwsNodes, type NodesProps } from "./nodes";
import { RequestLog } from "./request-log";
import { addSubnet, type Network, type NewSubnet, seedNetwork, type Subnet } from "./seed";

export interface StandInProps extends NodesProps {
  readonly moto: MotoClient;
  /** Name of the cluster that is there. */
  readonly cluster: string;
  readonly kubernetesVersion: string;
  readonly privateSubnetTags: Readonly<Record<string, string>>;
}

const HOP_HEADERS: readonly string[] = ["host", "content-length", "connection"];

/**
 * An AWS on 127.0.0.1 that Terraform can apply to: EKS and what moto lacks of EFS
 * from here, everything else from moto. It logs every request.
 */
export class AwsStandIn {
  readonly log = new RequestLog();
  readonly faults = new Faults();
  readonly efs = new Efs();
  private readonly gaps = new MotoGaps();
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly server: Server,
    readonly moto: MotoClient,
    readonly network: Network,
    readonly nodes: AwsNodes,
    readonly eks: Eks,
    readonly autoScaling: AutoScaling,
    private readonly zones: Map<string, string>,
  ) {}

  static async start(props: StandInProps): Promise<AwsStandIn> {
    const { moto } = props;
    const network = await seedNetwork(moto, props.privateSubnetTags);
    const nodes = new AwsNodes(props);
    const autoScaling = new AutoScaling(moto);
    const zones = new Map(network.privateSubnets.map(({ id, zone }) => [id, zone]));
    const eks = new Eks(
      {
        name: props.cluster,
        version: props.kubernetesVersion,
        vpcId: network.vpcId,
        subnetIds: network.privateSubnets.map(({ id }) => id),
        clusterSecurityGroupId: network.clusterSecurityGroupId,
      },
      { autoScaling, nodes, zoneOf: (subnet) => zones.get(subnet) ?? "unknown" },
    );
    const server = createServer();
    const standIn = new AwsStandIn(server, moto, network, nodes, eks, autoScaling, zones);
    server.on("request", (message, response) => void standIn.serve(message, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return standIn;
  }

  /** Private subnets, those too that were added later. */
  get subnets(): readonly Subnet[] {
    return [...this.zones].map(([id, zone]) => ({ id, zone }));
  }

  /** Adds a private subnet to the VPC, as its owner may at any time. */
  async addSubnet(subnet: NewSubnet): Promise<Subnet> {
    const added = await addSubnet(this.moto, this.network.vpcId, subnet);
    this.zones.set(added.id, added.zone);
    return added;
  }

  /** Where AWS' clients send their requests. */
  get address(): string {
    const address = this.server.address();
    if (typeof address !== "object" || address === null) throw new Error("the stand-in is stopped");
    return `http://127.0.0.1:${address.port}`;
  }

  /** Sets the size of a node group as cluster-autoscaler does, past EKS. */
  async autoscale(group: string, desired: number): Promise<void> {
    await this.autoScaling.resize(this.eks.groups.autoScalingGroupOf(group), { desired });
    await this.eks.groups.follow(group);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    const action = this.actionOf(request);
    // What a killed apply asked for may be answered when the next plan is made.
    const { phase } = this.log;
    const answer = await this.answer(request, action);
    const { service, path, body } = request;
    this.log.add({ at: Date.now(), service, action, path, body, status: answer.status, phase });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private async answer(request: AwsRequest, action: string): Promise<HttpAnswer> {
    try {
      const pause = this.faults.holdOf(action);
      if (pause > 0) await sleep(pause);
      this.faults.meet(action, request.body);
      if (request.service === "eks") return await this.eks.answer(request);
      const own =
        request.service === "elasticfilesystem"
          ? this.efs.answer(request)
          : this.answerOfGoneGroup(action, request.body);
      if (own !== undefined) return own;
      const passed = await this.oneByOne(() => this.passOn(request));
      const answer = this.gaps.corrected(action, request.body, passed);
      return this.efs.withChanges(request, answer);
    } catch (error) {
      // Its status is 400: clients try again for minutes after a 500.
      const message = error instanceof Error ? error.message : String(error);
      const known = error instanceof AwsError ? error : new AwsError("StandInFailure", message);
      return errorAnswer(known, request.service);
    }
  }

  /**
   * In AWS the Auto Scaling group of a deleted node group is there until its nodes are gone. Here it
   * goes at once, and moto answers calls about it with 500, which clients repeat for minutes.
   */
  private answerOfGoneGroup(action: string, body: string): HttpAnswer | undefined {
    if (action !== "DeleteTags") return undefined;
    const group = new URLSearchParams(body).get("Tags.member.1.ResourceId") ?? "";
    if (!this.eks.groups.isGone(group)) return undefined;
    return {
      status: 200,
      body: "<DeleteTagsResponse></DeleteTagsResponse>",
      headers: { "content-type": "text/xml" },
    };
  }

  /** moto 5.2.5 loses tags of an Auto Scaling group that several threads give it at once. */
  private async oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private actionOf(request: AwsRequest): string {
    if (request.service === "eks") return this.eks.actionOf(request);
    if (request.service === "elasticfilesystem") return this.efs.actionOf(request);
    return new URLSearchParams(request.body).get("Action") ?? `${request.method} ${request.path}`;
  }

  private async passOn({ method, path, query, headers, body }: AwsRequest): Promise<HttpAnswer> {
    // These are of one connection; what moto needs to know is in the others.
    const kept = Object.entries(headers).filter(([name]) => !HOP_HEADERS.includes(name));
    const target = new URL(path, this.moto.address);
    target.search = query.toString();
    const response = await fetch(target, {
      method,
      headers: { ...Object.fromEntries(kept), "accept-encoding": "identity" },
      body: method === "GET" || method === "HEAD" ? undefined : body,
    });
    return {
      status: response.status,
      body: await response.text(),
      headers: { "content-type": response.headers.get("content-type") ?? "text/xml" },
    };
  }
}
