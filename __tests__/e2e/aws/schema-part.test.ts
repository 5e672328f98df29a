import { schemaPart } from "../../../e2e/aws/schema-part";

const PROVIDER = field(1, Buffer.from("block of the provider"));
const CAPABILITIES = field(6, Buffer.from([0x08, 0x01]));
const LONG = "x".repeat(300);

test("schemas of types that are asked for stay, others go, and what is no type stays", () => {
  const answer = framed([
    PROVIDER,
    type(2, "aws_efs_file_system", LONG),
    type(2, "aws_s3_bucket", LONG),
    type(3, "aws_subnets", "data"),
    type(3, "aws_ami", "data"),
    CAPABILITIES,
  ]);
  const part = schemaPart(answer, new Set(["aws_efs_file_system", "aws_subnets"]));
  expect(part).toEqual(
    framed([
      PROVIDER,
      type(2, "aws_efs_file_system", LONG),
      type(3, "aws_subnets", "data"),
      CAPABILITIES,
    ]),
  );
});

test("what is compressed, or no whole message, stays as it is", () => {
  const compressed = framed([type(2, "aws_s3_bucket", "x")]);
  compressed[0] = 1;
  expect(schemaPart(compressed, new Set())).toBe(compressed);
  const half = framed([type(2, "aws_s3_bucket", "x")]).subarray(0, 12);
  expect(schemaPart(half, new Set())).toBe(half);
});

test("a number that does not end, and a kind of field that the schema never has, are errors", () => {
  expect(() => schemaPart(framed([Buffer.from([0x12, 0xff])]), new Set())).toThrow("ends in the");
  expect(() => schemaPart(framed([Buffer.from([0x0d, 0, 0, 0, 0])]), new Set())).toThrow("kind 5");
});

function type(map: number, name: string, schema: string): Buffer {
  return field(map, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(schema))]));
}

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(content.length), content]);
}

function varint(value: number): Buffer {
  return value < 0x80
    ? Buffer.from([value])
    : Buffer.concat([Buffer.from([(value & 0x7f) | 0x80]), varint(value >> 7)]);
}

function framed(fields: readonly Buffer[]): Buffer {
  const message = Buffer.concat(fields);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
