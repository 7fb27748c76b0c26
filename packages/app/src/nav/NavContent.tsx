import {
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarSpace,
} from '@backstage/core-components';
import type {
  NavContentComponentProps,
  NavContentNavItem,
} from '@backstage/plugin-app-react';
import { RiMenuLine, RiSettings3Line } from '@remixicon/react';
import { SidebarLogo } from './SidebarLogo';

const NavItem = ({ href, icon, title }: NavContentNavItem) => (
  <SidebarItem to={href} icon={() => icon} text={title} />
);

/** Catalog and Create first, whatever else is installed next, settings at the foot. Narrow screens show the groups' icons. */
export const NavContent = ({ navItems }: NavContentComponentProps) => {
  const items = navItems.withComponent(NavItem);
  const catalog = items.take('page:catalog');
  const create = items.take('page:scaffolder');
  const settings = items.take('page:user-settings');
  return (
    <Sidebar>
      <SidebarLogo />
      <SidebarDivider />
      <SidebarGroup label="Menu" icon={<RiMenuLine />}>
        {catalog}
        {create}
        {items.rest({ sortBy: 'title' })}
      </SidebarGroup>
      <SidebarSpace />
      <SidebarDivider />
      <SidebarGroup label="Settings" icon={<RiSettings3Line />} to="/settings">
        {settings}
      </SidebarGroup>
    </Sidebar>
  );
};
