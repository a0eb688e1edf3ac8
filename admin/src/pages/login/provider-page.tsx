import { Loader } from "@mantine/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { FactorKind } from "../../../../contract/sign-in.ts";
import {
  backAfterProvider,
  factorsAsked,
  finishProvider,
  giveFactor,
  givePasskey,
} from "../../api/index.ts";
import {
  ButtonLink,
  Door,
  Problem,
  SecondFactor,
  useGo,
  useTexts,
  useWindowTitle,
} from "../../ui/index.ts";
import { ownPath } from "./own-path.ts";
import { texts } from "./texts.ts";

/** Where the house's sign-on sends the browser back to. */
export default function ProviderPage(): ReactNode {
  const t = useTexts(texts);
  useWindowTitle(t("title"));
  const problems = useProblems();
  const go = useGo();
  const [asked, setAsked] = useState<FactorKind[]>();
  const [error, setError] = useState<unknown>();
  const enter = (): void => go(ownPath(backAfterProvider()), { replace: true });
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const query = window.location.search;
    // The code works once; it does not stay in the address and the history.
    window.history.replaceState(window.history.state, "", "/login/oidc");
    finishProvider(query).then(enter, (problem: unknown) => {
      const methods = factorsAsked(problem);
      if (methods) setAsked(methods);
      else setError(problem);
    });
  });
  if (asked)
    return (
      <Door title={t("factorTitle")} intro={t("factorIntro")}>
        <SecondFactor methods={asked} give={giveFactor} givePasskey={givePasskey} onDone={enter} />
      </Door>
    );
  if (error === undefined)
    return (
      <Door title={t("providerTitle")} intro={t("providerText")}>
        <div role="status" aria-label={t("providerText")}>
          <Loader />
        </div>
      </Door>
    );
  return (
    <Door title={t("title")}>
      <div className="k-stack">
        <Problem error={error} title={t("failed")} words={problems} />
        <ButtonLink to="/login">{t("toLogin")}</ButtonLink>
      </div>
    </Door>
  );
}

function useProblems(): Record<string, string> {
  const t = useTexts(texts);
  return {
    provider_failed: t("problems.provider_failed"),
    email_unverified: t("problems.email_unverified"),
    person_unknown: t("problems.person_unknown"),
    identity_conflict: t("problems.identity_conflict"),
    sign_in_over: t("problems.sign_in_over"),
    provider_off: t("problems.provider_off"),
  };
}
