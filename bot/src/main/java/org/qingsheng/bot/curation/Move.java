package org.qingsheng.bot.curation;

import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.RegionCode;

/** The one place that says which step in a version's life is possible, when, and for whom. */
public enum Move {
  DRAFT("起草", Role.EDITOR, State.DRAFT),
  EDIT("修改", Role.EDITOR, State.DRAFT),
  SUBMIT("提交审核", Role.EDITOR, State.IN_REVIEW),
  APPROVE("审核通过", Role.REVIEWER, State.PUBLISHED),
  RETURN("退回修改", Role.REVIEWER, State.RETURNED),
  RETIRE("下架", Role.REVIEWER, State.RETIRED),
  /** Gives a version up that was never published. */
  DISCARD("弃用", Role.EDITOR, State.RETIRED),
  PUBLISH_ALONE("紧急发布", Role.ADMIN, State.PUBLISHED),
  /** Begins the next version of what is, or was, published. */
  NEW_VERSION("修订", Role.EDITOR, State.DRAFT);

  private final String label;
  private final Role role;
  private final State to;

  Move(String label, Role role, State to) {
    this.label = label;
    this.role = role;
    this.to = to;
  }

  public String label() {
    return label;
  }

  /** Where it leads. */
  State to() {
    return to;
  }

  private boolean canFollow(State state) {
    return switch (this) {
      case DRAFT -> false;
      case EDIT, DISCARD -> state == State.DRAFT || state == State.RETURNED;
      case SUBMIT -> state == State.DRAFT;
      case APPROVE, RETURN -> state == State.IN_REVIEW;
      case RETIRE -> state == State.PUBLISHED;
      case PUBLISH_ALONE -> state.isOpen();
      case NEW_VERSION -> state == State.PUBLISHED || state == State.RETIRED;
    };
  }

  /** Word in the audit log. */
  String action() {
    return "entry." + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /**
   * Refuses an account without the role, or an entry outside its region: what holds for the
   * province or the country is read-only below.
   *
   * @throws NotAllowed in Chinese
   */
  void requireRight(Account by, RegionCode region) {
    if (!by.has(role)) {
      throw new NotAllowed("%s需要“%s”角色".formatted(label, role.label()));
    }
    if (!by.scope().covers(region)) {
      throw new NotAllowed("只能%s本地区及以下的条目，上级和其他地区的条目只读".formatted(label));
    }
  }

  /** Whether the step is open to the account as the version stands; what a page offers. */
  public boolean isOpenTo(Account by, Revision revision) {
    try {
      require(by, revision);
      return true;
    } catch (BadInput | NotAllowed _) {
      return false;
    }
  }

  /**
   * Refuses what cannot follow on where the version stands, and judging what oneself wrote.
   *
   * @throws BadInput if the version stands elsewhere, in Chinese
   * @throws NotAllowed if the account wrote at the version it wants to judge
   */
  void require(Account by, Revision revision) {
    requireRight(by, revision.content().region());
    if (!canFollow(revision.state())) {
      throw new BadInput("state", "%s的版本不能%s".formatted(revision.state().label(), label));
    }
    boolean judges = this == APPROVE || this == RETURN;
    if (judges && revision.wasWrittenBy(by.id().value())) {
      throw new NotAllowed("自己起草或修改过的条目要由别人审核");
    }
  }
}
