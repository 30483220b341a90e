import { fraction, mixed, multipleUpTo, reduced, type Story, upTo } from "./story.ts"

/** Fractions, percentages, ratios, ages and coins. */
export const SHARE_STORIES: readonly Story[] = [
  {
    name: "garden",
    steps: 3,
    format: "rational",
    draw: (reach, random) => {
      const [first, second] = [upTo(Math.min(reach, 12), random), upTo(Math.min(reach, 12), random)]
      return [1 + random.int(first - 1), first, 1 + random.int(second - 1), second]
    },
    isSound: (n) => n.length === 4 && isProper(n[0]!, n[1]!) && isProper(n[2]!, n[3]!),
    solve: ([p, q, r, s]) => fraction((q! - p!) * (s! - r!), q! * s!),
    check([p, q, r, s]) {
      let free = 0
      for (let row = 0; row < q!; row++) {
        for (let place = 0; place < s!; place++) if (row >= p! && place >= r!) free++
      }
      return fraction(free, q! * s!)
    },
    tell: [
      (p, q, r, s) =>
        `Roses grow on ${p}/${q} of a garden and tulips on ${r}/${s} of the rest. What fraction of ` +
        "the garden is left?",
      (p, q, r, s) =>
        `Zoe gives ${p}/${q} of her beads to a friend and uses ${r}/${s} of the others. Which part ` +
        "of her beads does she still have?",
      (p, q, r, s) =>
        `On Monday ${p}/${q} of a road is paved, on Tuesday ${r}/${s} of what was left on Monday. ` +
        "What fraction of the road still has to be paved?",
    ],
    slips: ([p, q, r, s]) => [
      fraction(p! * r!, q! * s!),
      fraction((q! - p!) * r!, q! * s!),
      fraction(Math.abs(q! * s! - p! * s! - r! * q!), q! * s!),
      fraction(p! + r!, q! + s!),
    ],
  },
  {
    name: "percentage",
    steps: 2,
    format: "number",
    draw: (reach, random) => {
      const all = multipleUpTo(5, reach, random)
      return [all, upTo(all - 1, random)]
    },
    isSound: ([all, some, ...more]) =>
      some !== undefined &&
      more.length === 0 &&
      some < all! &&
      (100 * some) % all! === 0 &&
      2 * some !== all,
    solve: ([all, some]) => `${(100 * (all! - some!)) / all!}%`,
    check([all, some]) {
      let percent = 0
      while (percent * all! < 100 * (all! - some!)) percent++
      return `${percent}%`
    },
    tell: [
      (all, some) =>
        `In a choir of ${all} singers, ${some} are adults and the others are children. What ` +
        "percentage of the choir are children?",
      (all, some) =>
        `Of ${all} seeds that were sown, ${some} did not come up. What percentage of the seeds ` +
        "came up?",
      (all, some) =>
        `A shelf has room for ${all} books and holds ${some}. What percent of the room is empty?`,
    ],
    slips: ([all, some]) => [
      `${(100 * some!) / all!}%`,
      `${all! - some!}%`,
      `${(100 * (all! - some!)) / all! + 10}%`,
    ],
  },
  {
    name: "recipe",
    steps: 2,
    format: "number",
    draw: (reach, random) => [
      ...[upTo(6, random), 1 + random.int(5), 2 + random.int(5)],
      upTo(Math.min(reach, 30), random),
    ],
    isSound: (n) =>
      n.length === 4 && isProper(n[1]!, n[2]!) && (n[3]! * n[1]!) % (n[0]! * n[2]!) > 0,
    solve: ([people, p, q, guests]) => cups(guests! * p!, people! * q!),
    check([people, p, q, guests]) {
      let [whole, parts] = [0, 0]
      for (let guest = 0; guest < guests!; guest++) parts += p!
      for (; parts >= people! * q!; parts -= people! * q!) whole++
      const rest = fraction(parts, people! * q!)
      return whole === 0 ? `${rest} cup` : `${whole} ${rest} cups`
    },
    tell: [
      (people, p, q, guests) =>
        `A soup for ${people} people needs ${p}/${q} of a cup of rice. How many cups of rice are ` +
        `needed for ${guests} people?`,
      (people, p, q, guests) =>
        `Dough for ${people} rolls takes ${p}/${q} of a cup of milk. How much milk, in cups, do ` +
        `${guests} rolls take?`,
      (people, p, q, guests) =>
        `It takes ${p}/${q} of a cup of paint to paint ${people} toys. How many cups does it take ` +
        `for ${guests} toys?`,
    ],
    slips: ([people, p, q, guests]) => [
      cups(guests! * p!, q!),
      cups(people! * p!, guests! * q!),
      cups(guests! * q!, people! * p!),
      cups(guests! * p! + people! * q!, people! * q!),
    ],
  },
  {
    name: "ratio",
    steps: 3,
    format: "number",
    draw: (reach, random) => [upTo(reach, random), upTo(reach, random), upTo(reach, random)],
    isSound: (n) => n.length === 3 && (n[0]! + n[2]!) % n[1]! > 0 && n[1]! % (n[0]! + n[2]!) > 0,
    solve: ([red, blue, more]) => reduced(red! + more!, blue!).join(":"),
    check([red, blue, more]) {
      let [left, right] = [red! + more!, blue!]
      for (let by = Math.min(left, right); by > 1; by--) {
        if (left % by === 0 && right % by === 0) [left, right] = [left / by, right / by]
      }
      return `${left}:${right}`
    },
    tell: [
      (red, blue, more) =>
        `A bag holds ${red} red and ${blue} blue marbles; ${more} red ones are added. What is the ` +
        "ratio of red to blue marbles now, in lowest terms?",
      (red, blue, more) =>
        `A club has ${red} girls and ${blue} boys. After ${more} more girls have joined it, what is ` +
        "the ratio of girls to boys in lowest terms?",
      (red, blue, more) =>
        `To ${blue} liters of water Max adds ${red} liters of juice and then ${more} liters of juice ` +
        "more. Give the ratio of juice to water in lowest terms.",
    ],
    slips: ([red, blue, more]) => [
      reduced(blue!, red! + more!).join(":"),
      reduced(red!, blue!).join(":"),
      reduced(red! + more!, red! + more! + blue!).join(":"),
      reduced(red!, blue! + more!).join(":"),
    ],
  },
  {
    name: "ages",
    steps: 4,
    format: "integer",
    draw(reach, random) {
      const [young, years, times] = [upTo(15, random), upTo(10, random), 2 + random.int(3)]
      return [Math.min(reach, (times - 1) * (young + years)), years, times]
    },
    isSound: ([older, years, times, ...more]) => {
      if (times === undefined || more.length > 0) return false
      return older! % (times - 1) === 0 && older! / (times - 1) > years!
    },
    solve: ([older, years, times]) => `${older! / (times! - 1) - years! + older!}`,
    check([older, years, times]) {
      let young = 1
      while (young + older! + years! !== times! * (young + years!)) young++
      return `${young + older!}`
    },
    tell: [
      (older, years, times) =>
        `Vera is ${older} years older than Nils. In ${years} years she will be ${times} times as ` +
        "old as he will be. How old is Vera today?",
      (older, years, times) =>
        `A tower is ${older} years older than the bridge next to it. ${years} years from now it ` +
        `will be ${times} times as old as the bridge. What is the age of the tower now?`,
      (older, years, times) =>
        `The difference of two people's ages is ${older} years, and in ${years} years one of them ` +
        `will be ${times} times as old as the other. Find the present age of the older one.`,
    ],
    slips: ([older, years, times]) => [
      `${older! / (times! - 1) - years!}`,
      `${older! / (times! - 1) + older!}`,
      `${older! * times! - years!}`,
      `${older! + years!}`,
    ],
  },
  {
    name: "heads-and-legs",
    steps: 4,
    format: "integer",
    draw(reach, random) {
      const four = upTo(Math.floor(reach / 4) - 1, random)
      const two = upTo(Math.floor((reach - 4 * four) / 2), random)
      return [four + two, 4 * four + 2 * two]
    },
    isSound: ([heads, legs, ...more]) =>
      legs !== undefined &&
      more.length === 0 &&
      legs % 2 === 0 &&
      legs > 2 * heads! + 2 &&
      legs < 4 * heads! - 2,
    solve: ([heads, legs]) => `${legs! / 2 - heads!}`,
    check([heads, legs]) {
      let four = 0
      while (4 * four + 2 * (heads! - four) !== legs) four++
      return `${four}`
    },
    tell: [
      (heads, legs) =>
        `Goats and hens stand in a yard. They have ${heads} heads and ${legs} legs in all. How ` +
        "many goats are there?",
      (heads, legs) =>
        `In a lot are cars with four wheels and motorbikes with two: ${heads} vehicles with ${legs} ` +
        "wheels altogether. How many cars are there?",
      (heads, legs) =>
        `Some of ${heads} tables are for four people and the others for two; all of them together ` +
        `have ${legs} seats. Find the number of tables for four.`,
    ],
    slips: ([heads, legs]) => [
      `${2 * heads! - legs! / 2}`,
      `${legs! - 2 * heads!}`,
      `${Math.floor(legs! / 4)}`,
      `${legs! - heads!}`,
    ],
  },
]

function isProper(top: number, bottom: number): boolean {
  return top >= 1 && top < bottom
}

/** "2 1/4 cups", "3/4 cup". */
function cups(top: number, bottom: number): string {
  return `${mixed(top, bottom)} ${top <= bottom ? "cup" : "cups"}`
}
