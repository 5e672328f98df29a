/** Fields of GetProviderSchema's answer that are maps from the name of a type to its schema: https://github.com/hashicorp/terraform/blob/v1.11.4/docs/plugin-protocol/tfplugin5.8.proto */
const MAPS: ReadonlySet<number> = new Set([2, 3, 8]);

/** Bytes of gRPC before a message: whether it is compressed, and its length. */
const PREFIX = 5;
const LENGTH_DELIMITED = 2;
const VARINT = 0;

interface Field {
  readonly number: number;
  readonly start: number;
  /** Where the content of a field with a length starts. */
  readonly content: number;
  readonly end: number;
}

/**
 * A provider's schema without the types that are not used: of AWS' 1,500
 * Terraform reads all, in each of its commands, for more than a second.
 *
 * @param answer to GetProviderSchema, as gRPC frames it
 * @param types of resources, data sources and ephemeral resources to keep
 */
export function schemaPart(answer: Buffer, types: ReadonlySet<string>): Buffer {
  if (answer[0] !== 0 || answer.readUInt32BE(1) !== answer.length - PREFIX) return answer;
  const kept = fieldsOf(answer, PREFIX, answer.length)
    .filter((field) => !MAPS.has(field.number) || types.has(keyOf(answer, field)))
    .map(({ start, end }) => answer.subarray(start, end));
  const message = Buffer.concat([Buffer.alloc(PREFIX), ...kept]);
  message.writeUInt32BE(message.length - PREFIX, 1);
  return message;
}

/** An entry of a map is a message whose first field is the key. */
function keyOf(bytes: Buffer, entry: Field): string {
  const [key] = fieldsOf(bytes, entry.content, entry.end).filter(({ number }) => number === 1);
  return key === undefined ? "" : bytes.toString("utf8", key.content, key.end);
}

/** https://protobuf.dev/programming-guides/encoding/ */
function fieldsOf(bytes: Buffer, from: number, to: number): readonly Field[] {
  const fields: Field[] = [];
  let at = from;
  while (at < to) {
    const start = at;
    const tag = varint(bytes, at);
    const value = varint(bytes, tag.end);
    const kind = tag.value & 7;
    if (kind !== LENGTH_DELIMITED && kind !== VARINT) {
      throw new Error(`the provider's schema has a field of kind ${kind}, which is not known here`);
    }
    at = kind === VARINT ? value.end : value.end + value.value;
    fields.push({ number: tag.value >> 3, start, content: value.end, end: at });
  }
  return fields;
}

function varint(bytes: Buffer, from: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let factor = 1;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes.readUInt8(at);
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, end: at + 1 };
    factor *= 0x80;
  }
  throw new Error("the provider's schema ends in the middle of a number");
}
