import { Button } from "@mantine/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import { apiKey, queryClient, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  EmptyState,
  Link,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  SaveStateText,
  useGo,
  useRouteParam,
  useTexts,
  type SaveState,
} from "../../../ui/index.ts";
import "../settings.css";
import { useAccount } from "../shared/account.ts";
import { texts as shared } from "../shared/texts.ts";
import { SectionFrame } from "./section-frame.tsx";
import {
  isBegun,
  isStep,
  problemsOf,
  stepForms,
  steps,
  stepStates,
  withOwnButton,
  type StepId,
} from "./steps.ts";
import { texts } from "./texts.ts";

/** One step of the set-up. It saves itself; whoever leaves finds it again. */
export default function SetupStepPage(): ReactNode {
  const t = useTexts(shared);
  const id = useRouteParam("step");
  const query = useAccount();
  if (!isStep(id))
    return (
      <EmptyState
        page
        title={t("setup")}
        action={<ButtonLink to="/einrichtung">{t("setup")}</ButtonLink>}
      />
    );
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(account) => <StepPage key={id} id={id} account={account} />}
    </Loaded>
  );
}

function StepPage({ id, account }: { id: StepId; account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const [begun] = useState(() => isBegun(account, id));
  const [asked, setAsked] = useState(false);
  const Form = stepForms[id];
  const at = steps.indexOf(id);
  return (
    <Page
      title={t(`steps.${id}.title`)}
      windowTitle={`${t(`steps.${id}.title`)} · ${tShared("setup")}`}
      crumbs={[{ label: tShared("setup"), to: "/einrichtung" }]}
      meta={t(`steps.${id}.lead`)}
    >
      <StepBar account={account} present={id} />
      <Form
        account={account}
        problems={problemsOf(account, id)}
        showAll={asked || begun}
        frame={(save, form, aside) => (
          <SectionFrame
            save={save}
            form={form}
            aside={aside}
            notice={asked && <StillMissing account={account} id={id} />}
            foot={
              <Ways
                id={id}
                account={account}
                save={save}
                next={steps[at + 1]}
                before={steps[at - 1]}
                onMissing={() => setAsked(true)}
              />
            }
          />
        )}
      />
    </Page>
  );
}

/** Eight short lines above the form: where one is, what is done, and a way to each. */
function StepBar({ account, present }: { account: AccountView; present: StepId }): ReactNode {
  const t = useTexts(texts);
  const states = stepStates(account);
  return (
    <nav className="set-bar" aria-label={t("progress")}>
      <ol>
        {steps.map((step) => (
          <li key={step}>
            <Link
              to={`/einrichtung/${step}`}
              data-state={states[step]}
              aria-current={step === present ? "step" : undefined}
            >
              <span>{t(`steps.${step}.short`)}</span>
              {states[step] === "done" && (
                <span className="k-hidden-visually">{t("stepDone")}</span>
              )}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StillMissing({ account, id }: { account: AccountView; id: StepId }): ReactNode {
  const t = useTexts(texts);
  const count = problemsOf(account, id).length;
  if (count === 0) return null;
  return (
    <div className="set-missing">
      <Notice tone="wait" role="status" title={t("missing", { count })}>
        {t("missingText")}
      </Notice>
    </div>
  );
}

function Ways(props: {
  id: StepId;
  account: AccountView;
  save: SaveState | undefined;
  next: StepId | undefined;
  before: StepId | undefined;
  onMissing: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const go = useGo();
  const box = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [jump, setJump] = useState(0);
  const target = props.next ? `/einrichtung/${props.next}` : "/einrichtung";
  useEffect(() => {
    if (jump === 0) return;
    const card = box.current?.closest(".k-card");
    card
      ?.querySelector<HTMLElement>(
        ":is(input,textarea):enabled:is([aria-invalid=true],[data-error])",
      )
      ?.focus();
  }, [jump]);
  const onward = async (): Promise<void> => {
    setBusy(true);
    try {
      await props.save?.flush();
      const stored = queryClient.getQueryData<AccountView>(apiKey("/account")) ?? props.account;
      if (problemsOf(stored, props.id).length === 0) return go(target);
      props.onMissing();
      setJump((count) => count + 1);
    } catch {
      // The state of saving says what went wrong.
    } finally {
      setBusy(false);
    }
  };
  const open = problemsOf(props.account, props.id).length > 0;
  const quiet = withOwnButton.has(props.id) && open;
  const later = open && can("account.manage");
  return (
    <div className="set-ways" ref={box}>
      <ButtonLink to={props.before ? `/einrichtung/${props.before}` : "/einrichtung"}>
        {t("back")}
      </ButtonLink>
      <span className="set-ways-gap">{props.save && <SaveStateText save={props.save} />}</span>
      {later && (
        <ButtonLink to={target} variant="subtle">
          {t("later")}
        </ButtonLink>
      )}
      {!quiet && (
        <Button variant="filled" loading={busy} onClick={() => void onward()}>
          {props.next ? t("next") : t("finish")}
        </Button>
      )}
    </div>
  );
}
