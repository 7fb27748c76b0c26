import { Text } from '@backstage/ui';
import { Mono, Panel } from '../../components/common';
import { describeCreation, type CreationEnvironment } from './describeCreation';
import type { SummaryProps } from './summaryFormField';
import styles from './SummaryField.module.css';

/** Says in words what the form so far will create. It takes no input. */
export function SummaryField(props: SummaryProps) {
  const { formContext, schema } = props;
  const { sections, environments, needs } = describeCreation(
    formContext?.formData,
  );
  return (
    <section className={styles.root} aria-label={schema.title ?? 'Summary'}>
      {sections.slice(0, 3).map(section => (
        <Lines key={section.title} {...section} />
      ))}
      {environments.length > 0 && <Environments environments={environments} />}
      {sections.slice(3).map(section => (
        <Lines key={section.title} {...section} />
      ))}
      <Panel>
        <Lines title="What it needs" lines={needs} />
      </Panel>
    </section>
  );
}

function Lines(props: { title: string; lines: readonly string[] }) {
  return (
    <div>
      <Text as="h3" variant="body-medium" weight="bold">
        {props.title}
      </Text>
      <ul className={styles.lines}>
        {props.lines.map(line => (
          <li key={line}>
            <Text as="span">{line}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Environments(props: { environments: readonly CreationEnvironment[] }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>
          <Text as="span" weight="bold">
            Environments
          </Text>
        </caption>
        <thead>
          <tr>
            {[
              'Environment',
              'Namespace and application',
              'Released',
              'Secrets',
            ].map(title => (
              <th key={title} scope="col">
                <Text as="span" variant="body-small" color="secondary">
                  {title}
                </Text>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.environments.map(environment => (
            <tr key={environment.name}>
              <th scope="row">
                <Text as="span" weight="bold">
                  {environment.name}
                </Text>
              </th>
              <td>
                <Mono>{environment.namespace}</Mono>
              </td>
              <td>
                <Text as="span">{environment.release}</Text>
              </td>
              <td>
                <Text as="span">{environment.secrets}</Text>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
