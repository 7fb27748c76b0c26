import { buildSchema } from 'graphql';

/** The part of GitLab's GraphQL schema that is answered here, with GitLab's names, types and nullability. */
export const gitlabSchema = buildSchema(`
  scalar Time
  scalar CiPipelineID
  scalar JobID

  type Query {
    currentUser: CurrentUser
    queryComplexity: QueryComplexity
    project(fullPath: ID!): Project
    projects(fullPaths: [String!], ids: [ID!], search: String, first: Int, after: String): ProjectConnection
  }
  type QueryComplexity { limit: Int score: Int }
  type CurrentUser { id: ID! username: String! name: String! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }

  type ProjectConnection { count: Int! nodes: [Project] pageInfo: PageInfo! }
  type Project {
    id: ID!
    name: String!
    path: String!
    fullPath: ID!
    nameWithNamespace: String!
    description: String
    webUrl: String
    httpUrlToRepo: String
    visibility: String
    createdAt: Time
    lastActivityAt: Time
    archived: Boolean
    repository: Repository
    pipeline(id: CiPipelineID, iid: ID, sha: String): Pipeline
    pipelines(
      ref: String, sha: String, status: PipelineStatusEnum, source: String,
      first: Int, last: Int, after: String, before: String
    ): PipelineConnection
    job(id: JobID!): CiJob
  }
  type Repository { rootRef: String empty: Boolean! exists: Boolean! }

  enum PipelineStatusEnum {
    CREATED WAITING_FOR_RESOURCE PREPARING WAITING_FOR_CALLBACK PENDING RUNNING
    FAILED SUCCESS CANCELED CANCELING SKIPPED MANUAL SCHEDULED
  }
  type PipelineConnection { count: Int! nodes: [Pipeline] pageInfo: PageInfo! }
  type Pipeline {
    id: ID!
    iid: String!
    name: String
    status: PipelineStatusEnum!
    detailedStatus: DetailedStatus!
    ref: String
    sha: String
    beforeSha: String
    path: String
    source: String
    active: Boolean!
    complete: Boolean!
    cancelable: Boolean!
    retryable: Boolean!
    yamlErrors: Boolean!
    yamlErrorMessages: String
    createdAt: Time!
    updatedAt: Time!
    startedAt: Time
    finishedAt: Time
    duration: Int
    coverage: Float
    commit: Commit
    project: Project
    stages(first: Int, after: String): CiStageConnection
    jobs(first: Int, after: String, retried: Boolean, statuses: [CiJobStatus!]): CiJobConnection
  }
  type DetailedStatus {
    id: String!
    detailsPath: String
    favicon: String
    group: String
    hasDetails: Boolean
    icon: String
    label: String
    text: String
    tooltip: String
  }
  type Commit {
    id: ID!
    sha: String!
    shortId: String!
    title: String
    message: String
    description: String
    authorName: String
    authorEmail: String
    authoredDate: Time
    committedDate: Time
    committerName: String
    webUrl: String!
    webPath: String!
  }

  type CiStageConnection { nodes: [CiStage] pageInfo: PageInfo! }
  type CiStage {
    id: ID!
    name: String
    status: String
    detailedStatus: DetailedStatus
    jobs(first: Int, after: String): CiJobConnection
  }

  enum CiJobStatus {
    CREATED WAITING_FOR_RESOURCE PREPARING WAITING_FOR_CALLBACK PENDING RUNNING
    FAILED SUCCESS CANCELED CANCELING SKIPPED MANUAL SCHEDULED
  }
  type CiJobConnection { count: Int! nodes: [CiJob] pageInfo: PageInfo! }
  type CiJob {
    id: JobID
    name: String
    status: CiJobStatus
    detailedStatus: DetailedStatus
    allowFailure: Boolean!
    manualJob: Boolean
    playable: Boolean!
    retryable: Boolean!
    cancelable: Boolean!
    retried: Boolean
    active: Boolean!
    createdAt: Time!
    startedAt: Time
    finishedAt: Time
    duration: Int
    coverage: Float
    webPath: String
    refName: String
    stage: CiStage
    pipeline: Pipeline
  }
`);
