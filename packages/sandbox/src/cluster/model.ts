import { z } from 'zod';
import type { KubernetesObject } from '../render';

const podSchema = z.object({
  name: z.string(),
  uid: z.string(),
  resourceVersion: z.number(),
  createdAt: z.string(),
  images: z.array(z.string()),
  phase: z.enum(['Pending', 'Running', 'Succeeded']),
  ready: z.boolean(),
  /** Why it waits, in Kubernetes' words, for example `ImagePullBackOff`. */
  waiting: z.object({ reason: z.string(), message: z.string() }).optional(),
  restarts: z.number(),
});

/** One pod. */
export type Pod = z.infer<typeof podSchema>;

const podSetSchema = z.object({
  /** Hash of the pod template: what ReplicaSets are named by. */
  hash: z.string(),
  uid: z.string(),
  resourceVersion: z.number(),
  revision: z.number(),
  createdAt: z.string(),
  pods: z.array(podSchema),
});

/** The pods of one pod template: a ReplicaSet, for Deployments. */
export type PodSet = z.infer<typeof podSetSchema>;

const workloadSchema = z.object({
  sets: z.array(podSetSchema),
  /** When the roll-out last got on. */
  progressedAt: z.string(),
  deadlineExceeded: z.boolean(),
});

/** What runs for a workload, new and old side by side. */
export type Workload = z.infer<typeof workloadSchema>;

const objectSchema = z.custom<KubernetesObject>(
  value => typeof value === 'object' && value !== null && 'kind' in value,
);

const recordSchema = z.object({
  object: objectSchema,
  /** The Argo CD application that applied it; absent for what the cluster made itself. */
  application: z.string().optional(),
  uid: z.string(),
  resourceVersion: z.number(),
  generation: z.number(),
  createdAt: z.string(),
  /** Key of the object that owns this one. */
  owner: z.string().optional(),
  status: z.record(z.unknown()).optional(),
  workload: workloadSchema.optional(),
  /** Replicas that an autoscaler gave it. */
  scaledTo: z.number().optional(),
});

/** One object in the cluster, with what the cluster knows about it. */
export type ClusterRecord = z.infer<typeof recordSchema>;

const misbehaviourSchema = z.object({
  namespace: z.string(),
  image: z.string(),
  /** `crash`: containers end and are restarted for ever. `stall`: they run but never become ready, and nobody gives up on them. */
  how: z.enum(['crash', 'stall']),
});

/** An image that does not work in one namespace. */
export type Misbehaviour = z.infer<typeof misbehaviourSchema>;

/** The state that survives a restart. */
export const clusterStateSchema = z.object({
  resourceVersion: z.number(),
  namespaces: z.array(z.string()),
  records: z.array(recordSchema),
  misbehaviours: z.array(misbehaviourSchema),
});

export type ClusterState = z.infer<typeof clusterStateSchema>;
