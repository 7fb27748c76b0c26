import {
  shortTag,
  type Deployment,
  type DeploymentImage,
} from '@slipway/plugin-gitops-common';
import { headlineTag } from '../../describe';
import { Mono } from '../common';
import styles from './OtherImages.module.css';

/** The images beside the first one: name and tag, small. */
export function OtherImages(props: {
  images: readonly DeploymentImage[];
  deployment: Deployment;
}) {
  const { images, deployment } = props;
  return (
    <ul className={styles.list} aria-label="Other images">
      {images.map(image => {
        const tag = headlineTag(image, deployment);
        return (
          <li key={image.repository} title={image.repository}>
            <span className={styles.name}>
              {image.repository.split('/').at(-1)}
            </span>
            <Mono>{tag ? shortTag(tag) : 'unknown'}</Mono>
          </li>
        );
      })}
    </ul>
  );
}
