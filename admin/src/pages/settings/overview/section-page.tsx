import type { ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import {
  ButtonLink,
  EmptyState,
  Loaded,
  Page,
  PageSkeleton,
  useRouteParam,
  useTexts,
} from "../../../ui/index.ts";
import { SectionFrame } from "../setup/section-frame.tsx";
import { isStep, problemsOf, stepForms, type StepId } from "../setup/steps.ts";
import { texts as setupTexts } from "../setup/texts.ts";
import "../settings.css";
import { useAccount } from "../shared/account.ts";
import { texts } from "../shared/texts.ts";

/** One section of the account: the same form as in the set-up, on its own. */
export default function SectionPage(): ReactNode {
  const t = useTexts(texts);
  const id = useRouteParam("section");
  const query = useAccount();
  if (!isStep(id))
    return (
      <EmptyState
        page
        title={t("title")}
        action={<ButtonLink to="/einstellungen">{t("title")}</ButtonLink>}
      />
    );
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(account) => <Section key={id} id={id} account={account} />}
    </Loaded>
  );
}

function Section({ id, account }: { id: StepId; account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const tSetup = useTexts(setupTexts);
  const Form = stepForms[id];
  return (
    <Page
      title={tSetup(`steps.${id}.title`)}
      crumbs={[{ label: t("title"), to: "/einstellungen" }, { label: account.name }]}
      meta={tSetup(`steps.${id}.lead`)}
    >
      <Form
        account={account}
        problems={problemsOf(account, id)}
        showAll
        frame={(save, form, aside) => <SectionFrame save={save} form={form} aside={aside} />}
      />
    </Page>
  );
}
