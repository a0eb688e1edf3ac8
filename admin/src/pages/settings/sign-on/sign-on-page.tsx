import { Button } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { IdentityProviderState } from "../../../../../contract/sign-in.ts";
import { api, useApiMutation, useApiQuery, useSession } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  EmptyState,
  Loaded,
  Notice,
  Page,
  showDone,
  showProblem,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { ProviderForm } from "./provider-form.tsx";
import { texts } from "./texts.ts";

const PATH = "/identity-provider";

/** The house's identity provider: connection, whose second factor counts, roles from groups. Administrators only. */
export default function SignOnPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { operator } = useSession();
  const query = useApiQuery<IdentityProviderState>(operator.isAdministrator ? PATH : undefined);
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
    >
      {operator.isAdministrator ? (
        <Loaded query={query}>
          {(state) => (
            <div className="k-stack-lg">
              {state.provider && <TestNotice state={state} />}
              <ProviderForm key={state.provider?.issuer ?? ""} state={state} />
              {state.provider && <RemoveCard />}
            </div>
          )}
        </Loaded>
      ) : (
        <Card>
          <EmptyState
            icon={<IconLock size={28} stroke={1.6} />}
            title={t("adminTitle")}
            text={t("adminText")}
          />
        </Card>
      )}
    </Page>
  );
}

function TestNotice({ state }: { state: IdentityProviderState }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const test = useApiMutation(() => api.post(`${PATH}/test`), {
    invalidates: [PATH],
    onError: showProblem,
  });
  const { testedAt = null, testProblem = null } = state.provider ?? {};
  const action = (
    <Button size="xs" loading={test.isPending} onClick={() => test.mutate()}>
      {t("test")}
    </Button>
  );
  if (testedAt === null) return <Notice action={action}>{t("notTested")}</Notice>;
  const at = format.dateTime(testedAt);
  if (testProblem === null)
    return (
      <Notice tone="ok" role="status" action={action}>
        {t("tested", { at })}
      </Notice>
    );
  return (
    <Notice tone="wait" role="status" title={t("testFailed", { at })} action={action}>
      <p lang="en">{testProblem}</p>
      <p>{t("testHint")}</p>
    </Notice>
  );
}

function RemoveCard(): ReactNode {
  const t = useTexts(texts);
  const [asking, setAsking] = useState(false);
  const remove = useApiMutation(() => api.delete(PATH), {
    invalidates: [PATH],
    onSuccess: () => showDone(t("removed")),
  });
  return (
    <div>
      <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("removeTitle")}
        action={t("remove")}
        danger
        onConfirm={() => remove.mutateAsync()}
      >
        {t("removeText")}
      </ConfirmDialog>
    </div>
  );
}
