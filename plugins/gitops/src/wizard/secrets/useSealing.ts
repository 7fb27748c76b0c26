import { useApi } from '@backstage/core-plugin-api';
import type { SealingCertificate } from '@slipway/plugin-gitops-common';
import { useEffect, useRef, useState } from 'react';
import { gitopsApiRef } from '../../api';
import { errorMessage } from '../../describe';
import { gitopsCacheOf } from '../../live';
import { isBlank, isComplete, type SecretRow } from './SecretRow';
import type { SealedSecretsData } from './SealedSecretsData';
import { sealRows, type SealedWith } from './sealRows';

/** How far sealing is. */
export type SealingState =
  | { readonly step: 'empty' }
  | { readonly step: 'incomplete' }
  | { readonly step: 'sealing' }
  | { readonly step: 'sealed'; readonly with: readonly SealedWith[] }
  | { readonly step: 'failed'; readonly reason: string };

const SETTLE_MS = 400;

/**
 * Seals what is typed, a moment after the last keystroke, and hands the form what may leave the page. What was sealed before
 * is withdrawn at the first keystroke, so that the form never holds a value older than what is shown.
 */
export function useSealing(options: {
  readonly rows: readonly SecretRow[];
  readonly component: string;
  readonly environments: readonly string[];
  readonly onChange: (data: SealedSecretsData | undefined) => void;
}): { readonly state: SealingState; readonly retry: () => void } {
  const { rows, component, environments } = options;
  const api = useApi(gitopsApiRef);
  const [state, setState] = useState<SealingState>({ step: 'empty' });
  const [attempt, setAttempt] = useState(0);
  const onChange = useRef(options.onChange);
  onChange.current = options.onChange;
  const places = environments.join();
  // Rows that are there before anybody typed must not empty what an earlier visit to this page left in the form.
  const touched = useRef(false);

  useEffect(() => {
    const filled = rows.filter(row => !isBlank(row));
    const names = places.split(',').filter(Boolean);
    if (filled.length === 0) {
      setState({ step: 'empty' });
      if (touched.current) {
        onChange.current(undefined);
      }
      return undefined;
    }
    touched.current = true;
    const keys = filled.map(({ key }) => key).filter(Boolean);
    onChange.current({ keys: keys.length > 0 ? keys : ['?'], sealed: [] });
    if (!component || !filled.every(row => isComplete(row, filled, names))) {
      setState({ step: 'incomplete' });
      return undefined;
    }
    setState({ step: 'sealing' });
    let current = true;
    const certificateOf = (environment: string): Promise<SealingCertificate> =>
      gitopsCacheOf(api).queryClient.fetchQuery({
        queryKey: ['sealing-certificate', environment],
        queryFn: () => api.sealingCertificate(environment),
        staleTime: 60_000,
      });
    const seal = async () => {
      try {
        const { data, sealedWith } = await sealRows({
          rows: filled,
          component,
          environments: names,
          certificateOf,
        });
        if (current) {
          onChange.current(data);
          setState({ step: 'sealed', with: sealedWith });
        }
      } catch (error) {
        if (current) {
          setState({
            step: 'failed',
            reason: errorMessage(error),
          });
        }
      }
    };
    const timer = setTimeout(() => void seal(), SETTLE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [api, rows, component, places, attempt]);

  return { state, retry: () => setAttempt(number => number + 1) };
}
