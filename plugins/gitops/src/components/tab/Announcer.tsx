import { VisuallyHidden } from '@backstage/ui';
import { shortTag, type EntityDelivery } from '@slipway/plugin-gitops-common';
import { useEffect, useRef, useState } from 'react';
import {
  describeDeployment,
  describePipeline,
  headlineTag,
} from '../../describe';

/** What a listener would want to hear of a delivery, one sentence a subject. */
function sentencesOf(delivery: EntityDelivery): readonly string[] {
  const deployments = delivery.deployments.map(deployment => {
    const [image] = deployment.images;
    const tag = image && headlineTag(image, deployment);
    const place = deployment.environment ?? deployment.application.id.name;
    const state = describeDeployment(deployment).text;
    return tag ? `${place}: ${shortTag(tag)}, ${state}` : `${place}: ${state}`;
  });
  const { pipeline } = delivery;
  return pipeline
    ? [
        ...deployments,
        `Pipeline ${pipeline.label}: ${describePipeline(pipeline).text}`,
      ]
    : deployments;
}

/** Tells people who do not see the page what has just changed on it. */
export function Announcer(props: { delivery: EntityDelivery }) {
  const { delivery } = props;
  const said = useRef<readonly string[]>();
  const [news, setNews] = useState('');
  useEffect(() => {
    const now = sentencesOf(delivery);
    const before = said.current;
    said.current = now;
    if (before) {
      const fresh = now.filter(sentence => !before.includes(sentence));
      if (fresh.length > 0) {
        setNews(fresh.join('. '));
      }
    }
  }, [delivery]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {news}
    </VisuallyHidden>
  );
}
