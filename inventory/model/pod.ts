/** A pod is what its schema reads: a field is declared there, once. */
export type {
  Container,
  ContainerPort,
  EnvironmentVariable,
  Quantities,
} from "../kubernetes/container";
export type { PodTemplate } from "../kubernetes/pod";
export type { Volume } from "../kubernetes/volume";
