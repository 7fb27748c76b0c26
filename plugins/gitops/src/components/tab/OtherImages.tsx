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
              {shortName(image, deployment.images)}
            </span>
            <Mono>{tag ? shortTag(tag) : 'unknown'}</Mono>
          </li>
        );
      })}
    </ul>
  );
}

/** The last part of the repository, and the one before it where another image ends the same. */
function shortName(
  image: DeploymentImage,
  all: readonly DeploymentImage[],
): string {
  const ending = (one: DeploymentImage, parts: number) =>
    one.repository.split('/').slice(-parts).join('/');
  const last = ending(image, 1);
  return all.some(other => other !== image && ending(other, 1) === last)
    ? ending(image, 2)
    : last;
}
