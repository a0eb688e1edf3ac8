import {
  IconAt,
  IconBuilding,
  IconBuildingBank,
  IconCalendarStats,
  IconChevronRight,
  IconEyeCheck,
  IconFileText,
  IconDatabaseExport,
  IconGauge,
  IconHandStop,
  IconKey,
  IconInbox,
  IconMailForward,
  IconPalette,
  IconRocket,
  IconRoute,
  IconRss,
  IconScale,
  IconServer2,
  IconShieldLock,
  IconTarget,
  IconUser,
  IconUsers,
  IconUsersGroup,
  IconWorld,
  type Icon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import type { Permission } from "../../../api/index.ts";
import { useCan, useSession } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  Grid,
  Link,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Pill,
  useTexts,
} from "../../../ui/index.ts";
import { problemsOf, steps, type StepId } from "../setup/steps.ts";
import { useSummary } from "../setup/summary.ts";
import { texts as setupTexts } from "../setup/texts.ts";
import "../settings.css";
import { useAccount } from "../shared/account.ts";
import { texts as shared } from "../shared/texts.ts";
import { texts } from "./texts.ts";

const SECTION_ICONS: Record<Exclude<StepId, "sender">, Icon> = {
  name: IconBuildingBank,
  imprint: IconFileText,
  privacy: IconShieldLock,
  processing: IconServer2,
  responsibility: IconScale,
  counting: IconEyeCheck,
  appearance: IconPalette,
};

/** All settings with what each says now, so that one sees without opening. */
export default function SettingsPage(): ReactNode {
  const t = useTexts(shared);
  const query = useAccount();
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(account) => (
        <Page title={t("title")} meta={account.name}>
          <div className="k-stack-lg">
            {!account.setup.complete && <Unfinished account={account} />}
            <Grid className="set-section">
              <div className="c6 k-stack-lg">
                <AccountCard account={account} />
                <AccessCard />
              </div>
              <div className="c6">
                <SendingCard account={account} />
              </div>
            </Grid>
          </div>
        </Page>
      )}
    </Loaded>
  );
}

function Unfinished({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const tSetup = useTexts(setupTexts);
  const open = steps.reduce((sum, step) => sum + problemsOf(account, step).length, 0);
  return (
    <Notice
      tone="wait"
      title={t("unfinished")}
      action={
        <ButtonLink to="/einrichtung" size="xs">
          {t("toSetup")}
        </ButtonLink>
      }
    >
      {tSetup("missing", { count: open })}
    </Notice>
  );
}

function AccountCard({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const tSetup = useTexts(setupTexts);
  const summary = useSummary(account);
  const sections = steps.filter((step): step is keyof typeof SECTION_ICONS => step !== "sender");
  return (
    <Card title={t("account")}>
      <ul className="set-rows">
        {sections.map((id) => {
          const open = problemsOf(account, id).length;
          return (
            <Row
              key={id}
              icon={SECTION_ICONS[id]}
              to={`/einstellungen/mandant/${id}`}
              title={tSetup(`steps.${id}.title`)}
              text={summary[id] ?? tSetup(`steps.${id}.text`)}
              state={open > 0 ? <Pill tone="wait">{t("open", { count: open })}</Pill> : undefined}
            />
          );
        })}
      </ul>
    </Card>
  );
}

function SendingCard({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const summary = useSummary(account);
  const live = account.mode === "live";
  return (
    <Card title={t("sending")}>
      <ul className="set-rows">
        <Row
          icon={IconMailForward}
          to="/einstellungen/absender"
          permission="senders.read"
          title={t("senders")}
          text={summary.sender ?? t("noSender")}
          state={
            problemsOf(account, "sender").length > 0 ? (
              <Pill tone="wait">{t("open", { count: 1 })}</Pill>
            ) : undefined
          }
        />
        <Row
          icon={IconRoute}
          to="/einstellungen/versandwege"
          permission="relays.read"
          title={t("relays")}
          text={t("relaysText")}
        />
        <Row
          icon={IconWorld}
          to="/einstellungen/versanddomains"
          permission="senders.read"
          title={t("domains")}
          text={t("domainsText")}
        />
        <Row
          icon={IconInbox}
          to="/einstellungen/postfaecher"
          permission="senders.read"
          title={t("mailboxes")}
          text={t("mailboxesText")}
        />
        <Row
          icon={IconGauge}
          to="/einstellungen/versandtempo"
          permission="senders.read"
          title={t("pace")}
          text={t("paceText")}
        />
        <Row
          icon={IconCalendarStats}
          to="/einstellungen/haeufigkeit"
          permission="mailings.read"
          title={t("frequency")}
          text={t("frequencyText")}
        />
        <Row
          icon={IconAt}
          to="/einstellungen/testadressen"
          permission="senders.read"
          title={t("testAddresses")}
          text={t("testAddressesText")}
        />
        <Row
          icon={IconTarget}
          to="/einstellungen/ziele"
          permission="reports.read"
          title={t("goals")}
          text={t("goalsText")}
        />
        <Row
          icon={IconRss}
          to="/einstellungen/feeds"
          permission="mailings.read"
          title={t("feeds")}
          text={t("feedsText")}
        />
        <Row
          icon={IconRocket}
          to="/einstellungen/echtbetrieb"
          permission="checks.read"
          title={t("live")}
          text={live ? t("isLive") : t("isSandbox")}
          state={live ? <Pill tone="go">{t("liveState")}</Pill> : undefined}
        />
      </ul>
    </Card>
  );
}

function AccessCard(): ReactNode {
  const t = useTexts(texts);
  const { operator, me } = useSession();
  return (
    <Card title={t("access")}>
      <ul className="set-rows">
        <Row
          icon={IconUser}
          to="/einstellungen/ich"
          title={t("me")}
          text={`${operator.name} · ${operator.email}`}
          state={operator.hasSecondFactor ? undefined : <Pill tone="wait">{t("noFactor")}</Pill>}
        />
        <Row
          icon={IconUsers}
          to="/einstellungen/personen"
          permission="operators.manage"
          title={t("people")}
          text={t("peopleText")}
        />
        <Row
          icon={IconKey}
          to="/einstellungen/api"
          permission="apikeys.manage"
          title={t("keys")}
          text={t("keysText")}
        />
        {operator.isAdministrator && (
          <Row
            icon={IconBuilding}
            to="/einstellungen/anmeldung"
            title={t("signOn")}
            text={t("signOnText")}
          />
        )}
        {operator.isAdministrator && (
          <Row
            icon={IconDatabaseExport}
            to="/einstellungen/sicherungen"
            title={t("backups")}
            text={t("backupsText")}
          />
        )}
        {operator.isAdministrator && (
          <Row
            icon={IconHandStop}
            to="/einstellungen/not-aus"
            title={t("emergency")}
            text={t("emergencyText")}
          />
        )}
        {(operator.isAdministrator || me.accounts.length > 1) && (
          <Row
            icon={IconUsersGroup}
            to="/mandanten"
            title={t("accounts")}
            text={t("accountsText", { count: me.accounts.length })}
          />
        )}
      </ul>
    </Card>
  );
}

function Row(props: {
  icon: Icon;
  to: string;
  title: string;
  text: ReactNode;
  state?: ReactNode;
  permission?: Permission;
}): ReactNode {
  const can = useCan();
  if (props.permission && !can(props.permission)) return null;
  const RowIcon = props.icon;
  return (
    <li>
      <Link to={props.to} className="set-row">
        <span className="k-dot" aria-hidden="true">
          <RowIcon size={20} stroke={1.5} />
        </span>
        <span className="set-row-text">
          <b>{props.title}</b>
          <span>{props.text}</span>
        </span>
        {props.state ?? <span />}
        <IconChevronRight size={18} stroke={1.6} aria-hidden="true" className="set-row-go" />
      </Link>
    </li>
  );
}
