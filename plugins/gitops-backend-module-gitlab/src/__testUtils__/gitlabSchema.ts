import { buildSchema } from 'graphql';

/** The part of GitLab's GraphQL schema that the queries use, with GitLab's names, types and nullability. */
export const gitlabSchema = buildSchema(`
  scalar Time

  type Query {
    project(fullPath: ID!): Project
    projects(fullPaths: [String!], first: Int, after: String): ProjectConnection
  }
  type ProjectConnection { nodes: [Project] pageInfo: PageInfo! }
  type Project {
    id: ID!
    fullPath: ID!
    webUrl: String
    repository: Repository
    pipeline(id: ID, iid: ID, sha: String): Pipeline
    pipelines(ref: String, sha: String, first: Int, after: String): PipelineConnection
  }
  type Repository { rootRef: String }
  type PageInfo { hasNextPage: Boolean! endCursor: String }

  enum PipelineStatusEnum {
    CREATED WAITING_FOR_RESOURCE PREPARING WAITING_FOR_CALLBACK PENDING RUNNING
    FAILED SUCCESS CANCELED CANCELING SKIPPED MANUAL SCHEDULED
  }
  type PipelineConnection { nodes: [Pipeline] pageInfo: PageInfo! }
  type Pipeline {
    id: ID!
    iid: String!
    status: PipelineStatusEnum!
    ref: String
    sha: String
    path: String
    createdAt: Time!
    startedAt: Time
    finishedAt: Time
    duration: Int
    coverage: Float
    commit: Commit
    stages(first: Int, after: String): CiStageConnection
    jobs(first: Int, after: String, retried: Boolean): CiJobConnection
  }
  type Commit {
    id: ID!
    sha: String!
    title: String
    authorName: String
    authoredDate: Time
    webUrl: String!
  }

  type CiStageConnection { nodes: [CiStage] pageInfo: PageInfo! }
  type CiStage { id: ID! name: String status: String }

  enum CiJobStatus {
    CREATED WAITING_FOR_RESOURCE PREPARING WAITING_FOR_CALLBACK PENDING RUNNING
    FAILED SUCCESS CANCELED CANCELING SKIPPED MANUAL SCHEDULED
  }
  type CiJobConnection { nodes: [CiJob] pageInfo: PageInfo! }
  type CiJob {
    id: ID
    name: String
    status: CiJobStatus
    allowFailure: Boolean!
    playable: Boolean!
    retryable: Boolean!
    retried: Boolean
    startedAt: Time
    finishedAt: Time
    duration: Int
    coverage: Float
    webPath: String
    stage: CiStage
  }
`);
