import { Button } from "@mantine/core";
import { IconRocket } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { CheckView, ChecklistView } from "../../../../../contract/compliance.ts";
import {
  api,
  apiKey,
  ME_KEY,
  queryClient,
  useApiMutation,
  useApiQuery,
  useCan,
  useSession,
} from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  ConfirmDialog,
  FindingList,
  Grid,
  KeyValue,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Problem,
  showDone,
  useFormat,
  useLocale,
  useTexts,
  type Finding,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { texts } from "./texts.ts";

/** The step from sandbox to live: what is still in the way, and the switch itself. */
export default function LivePage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const query = useApiQuery<ChecklistView>("/checks");
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(checklist) => (
        <Page
          title={t("title")}
          crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
          meta={checklist.mode === "live" ? t("metaLive") : t("metaSandbox")}
          actions={<ButtonLink to="/datenschutz/checkliste">{t("toChecklist")}</ButtonLink>}
        >
          <Grid className="set-section">
            <OpenChecks checklist={checklist} />
            <div className="c4 k-stack-lg">
              <Numbers checklist={checklist} />
              <Switch checklist={checklist} />
            </div>
          </Grid>
        </Page>
      )}
    </Loaded>
  );
}

const isOpen = (check: CheckView): boolean =>
  check.blocking && check.status !== "passed" && check.status !== "not_applicable";

function OpenChecks({ checklist }: { checklist: ChecklistView }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const look = useApiMutation(() => api.post<ChecklistView>("/checks/run", {}), {
    onSuccess: (found) => queryClient.setQueryData(apiKey("/checks"), found),
  });
  const never = checklist.items.every((check) => check.checkedAt === null);
  const open = checklist.items.filter(isOpen);
  const findings = (status: CheckView["status"]): Finding[] =>
    open
      .filter((check) => check.status === status)
      .map((check) => ({
        id: check.id,
        level: status === "failed" ? "error" : "info",
        title: check.label[locale],
        text: check.message[locale],
        rule: check.id,
      }));
  const failed = findings("failed");
  const notChecked = findings("not_checked");
  return (
    <div className="c8 k-stack-lg">
      <Card
        title={open.length === 0 ? t("nothingOpen") : t("open", { count: open.length })}
        aside={
          <Button
            size="xs"
            variant={never ? "filled" : "default"}
            loading={look.isPending}
            onClick={() => look.mutate()}
          >
            {never ? t("lookFirst") : t("look")}
          </Button>
        }
      >
        {look.error && <Problem error={look.error} />}
        {open.length === 0 ? (
          <p className="k-muted">{t("nothingOpenText")}</p>
        ) : failed.length > 0 ? (
          <FindingList findings={failed} />
        ) : (
          <p className="k-muted">{never ? t("neverText") : t("nothingFailed")}</p>
        )}
      </Card>
      {notChecked.length > 0 && (
        <Card title={t("notCheckedTitle")} foot={t("notChecked")}>
          <FindingList findings={notChecked} />
        </Card>
      )}
    </div>
  );
}

function Numbers({ checklist }: { checklist: ChecklistView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Card title={t("numbers")}>
      <KeyValue
        items={[
          [t("passed"), format.number(checklist.passed)],
          [t("failed"), format.number(checklist.failed)],
          [t("notCheckedShort"), format.number(checklist.notChecked)],
          [t("notApplicable"), format.number(checklist.notApplicable)],
        ]}
      />
    </Card>
  );
}

function Switch({ checklist }: { checklist: ChecklistView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { account } = useSession();
  const [asking, setAsking] = useState(false);
  const go = useApiMutation(() => api.post<ChecklistView>("/account/go-live", {}), {
    invalidates: ["/checks", "/account"],
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [...ME_KEY] });
      showDone(t("done"));
    },
  });
  if (checklist.mode === "live")
    return (
      <Card title={t("isLive")}>
        <p className="k-small k-muted">{t("isLiveText")}</p>
      </Card>
    );
  const blocked = checklist.blockingOpen > 0;
  return (
    <Card title={t("switch")} foot={t("switchFoot")}>
      <div className="k-stack">
        {blocked ? (
          <Notice tone="wait" title={t("blocked", { count: checklist.blockingOpen })}>
            {t("blockedText")}
          </Notice>
        ) : (
          <p className="k-small k-muted">{t("switchText")}</p>
        )}
        {can("account.manage") ? (
          <Button
            variant={blocked ? "default" : "filled"}
            disabled={blocked}
            leftSection={<IconRocket size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => setAsking(true)}
          >
            {t("goLive")}
          </Button>
        ) : (
          <p className="k-small k-muted">{t("ownersOnly")}</p>
        )}
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("askTitle")}
        action={t("goLive")}
        typeWord={account.name}
        words={{ checks_failing: t("blockedText") }}
        onConfirm={() => go.mutateAsync()}
      >
        <div className="k-stack">
          <p>{t("askText1", { name: account.name })}</p>
          <p>{t("askText2")}</p>
        </div>
      </ConfirmDialog>
    </Card>
  );
}
