import type { ApplicationId } from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { parseJson } from '../parseJson';

export interface StoredDeploymentEvent {
  readonly application: ApplicationId;
  readonly historyId: number;
  readonly environment?: string;
  readonly revisions: readonly string[];
  /** Absent until resolved. */
  readonly images?: readonly string[];
  readonly deployedAt: string;
}

interface Row {
  readonly history_id: number | string;
  readonly environment: string | null;
  readonly revisions: string;
  readonly images: string | null;
  readonly deployed_at: string;
}

const listSchema = z.array(z.string());

/** The events of one application, newest first. */
export async function readDeploymentEvents(
  knex: Knex,
  application: ApplicationId,
  limit: number,
): Promise<readonly StoredDeploymentEvent[]> {
  const rows: readonly Row[] = await knex('deployment_events')
    .select('history_id', 'environment', 'revisions', 'images', 'deployed_at')
    .where({
      instance: application.instance,
      namespace: application.namespace ?? '',
      application: application.name,
    })
    .orderBy([
      { column: 'deployed_at', order: 'desc' },
      { column: 'history_id', order: 'desc' },
    ])
    .limit(limit);
  return rows.map(row => {
    const images = parseJson(listSchema, row.images);
    return {
      application,
      historyId: Number(row.history_id),
      ...(row.environment && { environment: row.environment }),
      revisions: parseJson(listSchema, row.revisions) ?? [],
      ...(images && { images }),
      deployedAt: row.deployed_at,
    };
  });
}
