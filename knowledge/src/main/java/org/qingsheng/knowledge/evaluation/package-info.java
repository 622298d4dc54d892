/**
 * Labelled questions in, figures out.
 *
 * <p>Lives here: reading corpora, running the live path over them, the run format, ranking,
 * coverage, service and calibration figures, and the runs that train the shipped model.
 *
 * <p>Does not live here: the corpora themselves (they stay outside the repository) and any second
 * way to decide.
 */
@NullMarked
package org.qingsheng.knowledge.evaluation;

import org.jspecify.annotations.NullMarked;
