import { randomUUID } from "node:crypto";
import { AwsError } from "../exchange";

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_Update.html */
export interface Update {
  readonly id: string;
  readonly type: string;
  readonly status: "InProgress" | "Successful" | "Failed";
  readonly createdAt: number;
  readonly params: readonly unknown[];
  readonly errors: readonly {
    readonly errorCode: string;
    readonly errorMessage: string;
    readonly resourceIds: readonly string[];
  }[];
}

/** Updates, which clients ask for until they are over. */
export class Updates {
  private readonly all = new Map<string, Update>();

  succeeded(type: string): Update {
    return this.add(type, "Successful", []);
  }

  failed(type: string, errorCode: string, errorMessage: string): Update {
    return this.add(type, "Failed", [{ errorCode, errorMessage, resourceIds: [] }]);
  }

  find(id: string): Update {
    const update = this.all.get(id);
    if (update !== undefined) return update;
    throw new AwsError("ResourceNotFoundException", `No update found for ID: ${id}`, 404);
  }

  private add(type: string, status: Update["status"], errors: Update["errors"]): Update {
    const createdAt = Math.floor(Date.now() / 1000);
    const update = { id: randomUUID(), type, status, createdAt, params: [], errors };
    this.all.set(update.id, update);
    return update;
  }
}
