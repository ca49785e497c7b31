import { useRef } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { useOperation } from '../state/use-operation.ts';
import { TwilioSettings } from '../twilio/twilio-settings.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Mono } from '../ui/labels.tsx';
import { SecretText } from '../ui/secrets/secret-text.tsx';
import { Group, Row } from '../ui/settings-list.tsx';
import { chooseTheme, useTheme } from '../ui/theme.ts';
import { AllowedHostsSetting } from './allowed-hosts-setting.tsx';
import { ApiKeys } from './api-keys.tsx';
import { CallSettings } from './calls/call-settings.tsx';
import { ClockSetting } from './clock/clock-setting.tsx';
import { EngineSettings } from './engines/engine-settings.tsx';
import { FeedbackList } from './feedback-list.tsx';
import { FormRow } from './form-row.tsx';
import { PeopleSettings } from './people-settings.tsx';
import { PlanSettings } from './plan-settings.tsx';
import { PreferenceSwitch } from './preference-switch.tsx';
import { ResetSetting } from './reset-setting.tsx';
import { RingSettings } from './ring-settings.tsx';
import { SectionIndex } from './section-index.tsx';
import styles from './settings-screen.module.css';
import { TokenSetting } from './token-setting.tsx';
import { usePreferences } from './use-preferences.ts';
import { WebhookSettings } from './webhook-settings.tsx';
import { WorkspaceFileSetting } from './workspace-file-setting.tsx';

/** All settings of the workspace that do not belong to an agent or a number. */
export function SettingsScreen(props: { state: LiveState }) {
  const { state } = props;
  const { workspace } = state;
  const page = useRef<HTMLDivElement>(null);
  const theme = useTheme((store) => store.choice);
  const settings = usePreferences();
  return (
    <div ref={page} className={styles.screen}>
      <SectionIndex page={page} />
      <div className={styles.page}>
        <h1>Settings</h1>
        <Group title="Connection">
          <Row name="API" hint="Give it to the official SDK as its environment, without /v1.">
            <Mono>{workspace.apiUrl}</Mono>
            <CopyIcon text={workspace.apiUrl} label="Copy the API address" />
          </Row>
          <Row name="API key" hint="Of this workspace. It is in control.json too.">
            <SecretText text={workspace.apiKey} label="the API key" />
          </Row>
          <Row name="Control port" hint="This window, and scripts that play the caller.">
            <Mono>{workspace.controlUrl}</Mono>
            <CopyIcon text={workspace.controlUrl} label="Copy the control address" />
          </Row>
          <TokenSetting />
          <AllowedHostsSetting settings={settings} />
          <PreferenceSwitch
            settings={settings}
            preference="apiCors"
            name="Pages of other origins"
            hint="Web pages may call the API, with its key. Servers always may."
          />
        </Group>
        <EngineSettings settings={settings} />
        <CallSettings settings={settings} />
        <PeopleSettings state={state} />
        <TwilioSettings state={state} />
        <ApiKeys />
        <Group title="Clock">
          <ClockSetting clock={state.clock} />
        </Group>
        <WebhookSettings settings={settings} demoHandler={workspace.demoHandler} />
        <PlanSettings />
        <FeedbackList />
        <Group title="Window">
          <Row name="Theme" hint="System follows the desktop.">
            <Segmented
              label="Theme"
              value={theme}
              options={[
                { value: 'system', label: 'System' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
              onChange={chooseTheme}
            />
          </Row>
          <RingSettings />
        </Group>
        <Group title="Data">
          <Row name="Folder" hint="Database, recordings and media. Nothing leaves this machine.">
            <Mono>{workspace.dataDir}</Mono>
            <CopyIcon text={workspace.dataDir} label="Copy the path" />
          </Row>
          <Row name="Version">
            <Mono>{workspace.version}</Mono>
          </Row>
          <RetentionRow />
          <WorkspaceFileSetting />
          <FormRow
            name="Starter contents"
            hint="Adds an agent, a number and, where no webhook is set, the demo server."
            operation="workspace.seed"
            verb="Add…"
          />
          <ResetSetting />
        </Group>
      </div>
    </div>
  );
}

function RetentionRow() {
  const { data } = useOperation('retention.get', {});
  return (
    <FormRow
      name="Deliveries kept"
      hint="The oldest beyond that are removed at once; figures of all time still count them."
      operation="retention.set"
    >
      {data === null
        ? null
        : `${data.maxDeliveries.toLocaleString('en')}, for ${data.maxAgeDays} days`}
    </FormRow>
  );
}
