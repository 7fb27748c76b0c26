import { buildSchema } from 'graphql';

/** The part of GitHub's GraphQL schema that is answered here, with GitHub's names, types and nullability. */
export const githubSchema = buildSchema(`
  scalar DateTime
  scalar GitObjectID
  scalar GitTimestamp
  scalar URI
  scalar BigInt
  scalar Base64String

  type Query {
    viewer: User!
    rateLimit(dryRun: Boolean): RateLimit
    repository(owner: String!, name: String!, followRenames: Boolean): Repository
    organization(login: String!): Organization
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
  }
  interface Node { id: ID! }
  type Mutation {
    createCommitOnBranch(input: CreateCommitOnBranchInput!): CreateCommitOnBranchPayload
  }
  input CreateCommitOnBranchInput {
    clientMutationId: String
    branch: CommittableBranch!
    message: CommitMessage!
    fileChanges: FileChanges
    expectedHeadOid: GitObjectID!
  }
  input CommittableBranch { repositoryNameWithOwner: String branchName: String }
  input CommitMessage { headline: String! body: String }
  input FileChanges { additions: [FileAddition!] deletions: [FileDeletion!] }
  input FileAddition { path: String! contents: Base64String! }
  input FileDeletion { path: String! }
  type CreateCommitOnBranchPayload { clientMutationId: String commit: Commit ref: Ref }

  type RateLimit { limit: Int! cost: Int! remaining: Int! used: Int! resetAt: DateTime! nodeCount: Int! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }

  interface RepositoryOwner { id: ID! login: String! url: URI! }
  type User implements RepositoryOwner { id: ID! databaseId: Int login: String! name: String url: URI! }
  type Organization implements RepositoryOwner { id: ID! databaseId: Int login: String! name: String url: URI! }

  enum OrderDirection { ASC DESC }
  enum DeploymentOrderField { CREATED_AT }
  input DeploymentOrder { field: DeploymentOrderField! direction: OrderDirection! }
  enum PullRequestState { OPEN CLOSED MERGED }

  type Repository implements Node {
    id: ID!
    databaseId: Int
    name: String!
    nameWithOwner: String!
    description: String
    url: URI!
    owner: RepositoryOwner!
    isPrivate: Boolean!
    isArchived: Boolean!
    isEmpty: Boolean!
    createdAt: DateTime!
    pushedAt: DateTime
    defaultBranchRef: Ref
    ref(qualifiedName: String!): Ref
    object(expression: String, oid: GitObjectID): GitObject
    pullRequest(number: Int!): PullRequest
    deployments(
      environments: [String!], orderBy: DeploymentOrder,
      first: Int, last: Int, after: String, before: String
    ): DeploymentConnection!
    environments(first: Int, last: Int, after: String, before: String): EnvironmentConnection!
  }
  type EnvironmentConnection { totalCount: Int! nodes: [Environment] pageInfo: PageInfo! }
  type Environment implements Node { id: ID! databaseId: Int name: String! }

  type Ref implements Node {
    id: ID!
    name: String!
    prefix: String!
    target: GitObject
    associatedPullRequests(
      states: [PullRequestState!], first: Int, last: Int, after: String, before: String
    ): PullRequestConnection!
  }
  type PullRequestConnection {
    totalCount: Int!
    nodes: [PullRequest]
    edges: [PullRequestEdge]
    pageInfo: PageInfo!
  }
  type PullRequestEdge { cursor: String! node: PullRequest }
  type PullRequest implements Node {
    id: ID!
    databaseId: Int
    number: Int!
    title: String!
    url: URI!
    state: PullRequestState!
    isDraft: Boolean!
    merged: Boolean!
    mergedAt: DateTime
    createdAt: DateTime!
    headRefName: String!
    baseRefName: String!
  }

  interface GitObject { id: ID! oid: GitObjectID! abbreviatedOid: String! commitUrl: URI! }
  type Blob implements Node & GitObject {
    id: ID! oid: GitObjectID! abbreviatedOid: String! commitUrl: URI!
    byteSize: Int! isBinary: Boolean isTruncated: Boolean! text: String
  }
  type Tree implements Node & GitObject {
    id: ID! oid: GitObjectID! abbreviatedOid: String! commitUrl: URI!
    entries: [TreeEntry!]
  }
  type TreeEntry { name: String! path: String type: String! mode: Int! oid: GitObjectID! object: GitObject }
  type Commit implements Node & GitObject {
    id: ID! oid: GitObjectID! abbreviatedOid: String! commitUrl: URI!
    url: URI!
    message: String!
    messageHeadline: String!
    messageBody: String!
    author: GitActor
    committer: GitActor
    authoredDate: DateTime!
    committedDate: DateTime!
    statusCheckRollup: StatusCheckRollup
    checkSuites(first: Int, last: Int, after: String, before: String, filterBy: CheckSuiteFilter): CheckSuiteConnection
    history(first: Int, last: Int, after: String, before: String, path: String): CommitHistoryConnection!
    parents(first: Int, last: Int, after: String, before: String): CommitConnection!
  }
  type CommitHistoryConnection { totalCount: Int! nodes: [Commit] pageInfo: PageInfo! }
  type CommitConnection { totalCount: Int! nodes: [Commit] pageInfo: PageInfo! }
  type GitActor { name: String email: String date: GitTimestamp user: User avatarUrl(size: Int): URI! }

  enum StatusState { EXPECTED ERROR FAILURE PENDING SUCCESS }
  type StatusCheckRollup { id: ID! state: StatusState! }

  input CheckSuiteFilter { appId: Int checkName: String }
  type CheckSuiteConnection { totalCount: Int! nodes: [CheckSuite] pageInfo: PageInfo! }
  enum CheckStatusState { REQUESTED QUEUED IN_PROGRESS COMPLETED WAITING PENDING }
  enum CheckConclusionState {
    ACTION_REQUIRED TIMED_OUT CANCELLED FAILURE SUCCESS NEUTRAL SKIPPED STARTUP_FAILURE STALE
  }
  enum CheckRunType { ALL LATEST }
  input CheckRunFilter { appId: Int checkName: String checkType: CheckRunType }
  type CheckSuite implements Node {
    id: ID!
    databaseId: Int
    app: App
    branch: Ref
    commit: Commit!
    status: CheckStatusState!
    conclusion: CheckConclusionState
    createdAt: DateTime!
    updatedAt: DateTime!
    url: URI!
    workflowRun: WorkflowRun
    checkRuns(
      first: Int, last: Int, after: String, before: String, filterBy: CheckRunFilter
    ): CheckRunConnection
  }
  type App { id: ID! databaseId: Int name: String! slug: String! }
  type CheckRunConnection { totalCount: Int! nodes: [CheckRun] pageInfo: PageInfo! }
  type CheckRun implements Node {
    id: ID!
    databaseId: Int
    name: String!
    status: CheckStatusState!
    conclusion: CheckConclusionState
    startedAt: DateTime
    completedAt: DateTime
    detailsUrl: URI
    url: URI!
    permalink: URI!
    pendingDeploymentRequest: DeploymentRequest
  }
  type WorkflowRun implements Node {
    id: ID!
    databaseId: Int
    fullDatabaseId: BigInt
    runNumber: Int!
    event: String!
    url: URI!
    resourcePath: URI!
    createdAt: DateTime!
    updatedAt: DateTime!
    workflow: Workflow!
    checkSuite: CheckSuite!
    pendingDeploymentRequests(first: Int, last: Int, after: String, before: String): DeploymentRequestConnection!
  }
  type Workflow implements Node {
    id: ID! databaseId: Int name: String! state: String! url: URI! resourcePath: URI!
  }
  type DeploymentRequestConnection { totalCount: Int! nodes: [DeploymentRequest] pageInfo: PageInfo! }
  type DeploymentRequest { currentUserCanApprove: Boolean! environment: Environment! }

  enum DeploymentState {
    ABANDONED ACTIVE DESTROYED ERROR FAILURE INACTIVE IN_PROGRESS PENDING QUEUED SUCCESS WAITING
  }
  type DeploymentConnection { totalCount: Int! nodes: [Deployment] pageInfo: PageInfo! }
  type Deployment implements Node {
    id: ID!
    databaseId: Int
    commitOid: String!
    commit: Commit
    environment: String
    latestEnvironment: String
    state: DeploymentState
    createdAt: DateTime!
    updatedAt: DateTime!
  }
`);
