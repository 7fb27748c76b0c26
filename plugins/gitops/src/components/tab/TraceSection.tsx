import type { EntityDelivery } from '@slipway/plugin-gitops-common';
import { useState } from 'react';
import { SectionTitle } from '../common';
import { TraceDetails } from './TraceDetails';
import { TraceTable } from './TraceTable';
import styles from './TraceSection.module.css';

/** Commits from new to old, each followed through its pipeline and image to the environments. */
export function TraceSection(props: { delivery: EntityDelivery }) {
  const { delivery } = props;
  const [selected, setSelected] = useState<string>();
  const row =
    delivery.trace.find(({ commit }) => commit.sha === selected) ??
    delivery.trace[0];
  return (
    <section aria-labelledby="gitops-trace">
      <SectionTitle id="gitops-trace" title="Trace">
        where each commit is
      </SectionTitle>
      <div className={styles.columns}>
        <TraceTable
          labelledBy="gitops-trace"
          delivery={delivery}
          selected={row?.commit.sha}
          onSelect={setSelected}
        />
        {row && <TraceDetails row={row} delivery={delivery} />}
      </div>
    </section>
  );
}
