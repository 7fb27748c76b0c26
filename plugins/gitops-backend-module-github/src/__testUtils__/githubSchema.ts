import { buildSchema } from 'graphql';

/** The part of GitHub's public GraphQL schema that the queries use, with GitHub's names, types and nullability. */
export const githubSchema = buildSchema(`
  scalar DateTime
  scalar URI
  scalar GitObjectID

  type Query {
    repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
  }
  interface Node { id: ID! }
  type Repository implements Node {
    id: ID!
    nameWithOwner: String!
    defaultBranchRef: Ref
  }
  type Ref implements Node { id: ID! name: String! target: GitObject }
  interface GitObject { oid: GitObjectID! }
  type Commit implements Node & GitObject {
    id: ID!
    oid: GitObjectID!
    messageHeadline: String!
    authoredDate: DateTime!
    url: URI!
    author: GitActor
    history(first: Int, after: String): CommitHistoryConnection!
    checkSuites(first: Int, after: String): CheckSuiteConnection
  }
  type GitActor { name: String }
  type CommitHistoryConnection { nodes: [Commit] totalCount: Int! }
  type CheckSuiteConnection { nodes: [CheckSuite] totalCount: Int! }

  enum CheckStatusState { REQUESTED QUEUED IN_PROGRESS COMPLETED WAITING PENDING }
  enum CheckConclusionState {
    ACTION_REQUIRED TIMED_OUT CANCELLED FAILURE SUCCESS NEUTRAL SKIPPED STARTUP_FAILURE STALE
  }
  enum CheckRunType { ALL LATEST }
  input CheckRunFilter { checkType: CheckRunType }
  type CheckSuite implements Node {
    id: ID!
    status: CheckStatusState!
    conclusion: CheckConclusionState
    branch: Ref
    workflowRun: WorkflowRun
    checkRuns(first: Int, after: String, filterBy: CheckRunFilter): CheckRunConnection
  }
  type WorkflowRun implements Node {
    id: ID!
    databaseId: Int
    runNumber: Int!
    event: String!
    url: URI!
    createdAt: DateTime!
    updatedAt: DateTime!
    workflow: Workflow!
  }
  type Workflow implements Node { id: ID! name: String! url: URI! }
  type CheckRunConnection { nodes: [CheckRun] totalCount: Int! }
  type CheckRun implements Node {
    id: ID!
    databaseId: Int
    name: String!
    status: CheckStatusState!
    conclusion: CheckConclusionState
    startedAt: DateTime
    completedAt: DateTime
    pendingDeploymentRequest: DeploymentRequest
  }
  type DeploymentRequest { environment: Environment! currentUserCanApprove: Boolean! }
  type Environment implements Node { id: ID! databaseId: Int name: String! }
`);
