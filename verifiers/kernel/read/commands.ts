/**
 * The LaTeX commands that the reader knows, by what they become. A command that is not here makes
 * a text unreadable: nothing is dropped that was not looked at.
 */
export type CommandMeaning =
  | { readonly as: MeaningOfOne; readonly text: string }
  /** Layout: reads as a space. */
  | { readonly as: "space" }
  /** A size or style that changes no meaning: reads as nothing. */
  | { readonly as: "nothing" }
  /** Layout with an argument, such as \hspace{1em}: both are left out. */
  | { readonly as: "layout" }
  /** Its argument is upright text. */
  | { readonly as: "upright" }
  /** The parser knows what to do. */
  | { readonly as: "command" }

type MeaningOfOne = "operator" | "name" | "constant" | "function" | "word" | "money"

export const COMMANDS: ReadonlyMap<string, CommandMeaning> = new Map([
  ...renamed(
    "operator",
    `cdot * times × ast * star * div / pm ± mp ∓ leq ≤ le ≤ leqslant ≤ leqq ≤ geq ≥ ge ≥ geqslant ≥
    geqq ≥ lt < gt > neq ≠ ne ≠ approx ≈ simeq ≈ thickapprox ≈ in ∈ notin ∉ subset ⊂ subsetneq ⊂
    subseteq ⊆ equiv ≡ cup ∪ bigcup ∪ cap ∩ bigcap ∩ setminus ∖ backslash ∖ smallsetminus ∖
    to → rightarrow → longrightarrow → Rightarrow ⇒ implies ⇒ Longrightarrow ⇒
    iff ⇔ Leftrightarrow ⇔ leftrightarrow ⇔ Longleftrightarrow ⇔ longleftrightarrow ⇔
    land ∧ wedge ∧ lor ∨ vee ∨ lnot ¬ neg ¬ oplus ⊕ veebar ⊕ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉
    langle ⟨ rangle ⟩ lvert |( rvert |) vert | lVert ‖( rVert ‖) Vert ‖ mid | { \\{ } \\} lbrace \\{
    rbrace \\} lbrack [ rbrack ] lparen ( rparen ) circ ∘ degree ° deg ° prime ' sum ∑ prod ∏ int ∫
    partial ∂ colon : ldots ... cdots ... dots ... dotsc ... dotsb ... top ⊤ angle ∠ triangle △
    measuredangle ∠ % % & & # # | ‖ not ̸ bot ⊥ sphericalangle ∠ surd √ nleq > ngeq < nless ≥ ngtr ≤
    cdotp * bullet *`,
  ),
  ...renamed(
    "name",
    `alpha alpha beta beta gamma gamma delta delta epsilon epsilon varepsilon epsilon zeta zeta
    eta eta theta theta vartheta theta iota iota kappa kappa lambda lambda mu mu nu nu xi xi rho rho
    varrho rho sigma sigma varsigma sigma tau tau upsilon upsilon phi phi varphi phi chi chi psi psi
    omega omega Gamma Gamma Delta Delta Theta Theta Lambda Lambda Xi Xi Sigma Sigma Upsilon Upsilon
    Phi Phi Psi Psi Omega Omega ell ell digamma digamma upalpha alpha upbeta beta uptheta theta imath ı jmath ȷ hbar hbar aleph aleph`,
  ),
  ...renamed("constant", "pi pi uppi pi varpi pi infty infinity"),
  ...renamed("word", "bmod mod mod mod"),
  ...renamed(
    "money",
    "textdollar $ dollar $ pounds £ euro € EUR € texteuro € textsterling £ yen ¥",
  ),
  ...renamed(
    "function",
    `sin sin cos cos tan tan cot cot sec sec csc csc arcsin arcsin arccos arccos arctan arctan
    arccot arccot arcsec arcsec arccsc arccsc sinh sinh cosh cosh tanh tanh coth coth sech sech
    csch csch tg tan ctg cot arctg arctan ln ln log log lg log exp exp gcd gcd lcm lcm min min
    max max det determinant arg arg Re re Im im sgn sign tr trace`,
  ),
  ...alone(
    "space",
    ", ; : > ! quad qquad enspace thinspace medspace thickspace space nobreakspace checkmark blacksquare square qed blacktriangleright enskip negthinspace",
  ),
  ...alone(
    "nothing",
    `left right displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits big Big bigg
    Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle mathstrut strut hfill hline noindent
    centering boldmath allowbreak nonumber notag normalsize large Large small bf rm it left. right. LARGE huge Huge tiny footnotesize bfseries itshape protect`,
  ),
  ...alone("layout", "hspace vspace phantom hphantom vphantom label color hskip tag mspace"),
  ...alone(
    "upright",
    `text mathrm textrm textbf textit mbox textnormal operatorname mathsf textsf texttt mathtt
    mathit hbox emph textup textnormal textsc mathnormal`,
  ),
  ...alone(
    "command",
    `frac dfrac tfrac cfrac sfrac sqrt binom dbinom tbinom overline bar begin end boxed fbox
    pmod pod lim mathbb mathbf boldsymbol bm mathcal mathscr mathfrak vec overrightarrow hat widehat
    underline textcolor Bbb overleftrightarrow overarc wideparen emptyset varnothing choose over R Z N Q C overset dot tilde ensuremath operatorname*
    mathop stackrel substack log2 ddot widetilde check breve nabla`,
  ),
])

function renamed(as: MeaningOfOne, text: string): [string, CommandMeaning][] {
  const words = text.trim().split(/\s+/)
  return Array.from({ length: words.length / 2 }, (_, i) => [
    words[2 * i]!,
    { as, text: words[2 * i + 1]! },
  ])
}

function alone(
  as: "space" | "nothing" | "layout" | "upright" | "command",
  text: string,
): [string, CommandMeaning][] {
  return text
    .trim()
    .split(/\s+/)
    .map((name) => [name, { as }])
}
